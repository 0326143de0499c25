// Bodies of writes: small, and JSON that says it is JSON.
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { AppError } from '@/lib/errors/app-error'
import type { ApiEnv } from './context'

const MAX_BODY_KB = 64

const limit = bodyLimit({
  maxSize: MAX_BODY_KB * 1024,
  onError: () => {
    throw new AppError('payload_too_large', `The body is larger than ${MAX_BODY_KB} kB. Send less at a time.`)
  },
})

/** A read has no body, and looking for one makes a whole `Request` out of what Node gave: a third of the time of a short answer. */
export const limitBody = createMiddleware<ApiEnv>(async (c, next) =>
  c.req.method === 'GET' || c.req.method === 'HEAD' ? next() : limit(c, next),
)

const isJson = (contentType: string) => contentType.split(';')[0].trim().toLowerCase() === 'application/json'

/** The body as JSON, or undefined when there is none. Reading it twice is fine: Hono keeps it. */
export async function findJsonBody(c: {
  req: { header(name: string): string | undefined; text(): Promise<string> }
}): Promise<unknown> {
  const contentType = c.req.header('content-type')
  const text = await c.req.text().catch((error: unknown) => {
    throw new AppError('bad_request', 'The body ended before all of it had come. Nothing was changed.', {
      cause: error,
    })
  })
  if (contentType === undefined ? text !== '' : !isJson(contentType)) {
    throw new AppError(
      'unsupported_media_type',
      `Expected Content-Type: application/json, got ${contentType ?? 'none'}. Nothing was changed.`,
    )
  }
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new AppError('bad_request', 'The body is not valid JSON. Nothing was changed.', { cause: error })
  }
}

/** Goes before the validation of a body that must be there, so that each fault has its own answer. */
export const requireJsonBody = createMiddleware<ApiEnv>(async (c, next) => {
  if ((await findJsonBody(c)) === undefined) {
    throw new AppError('bad_request', 'The body is empty; this request needs a JSON object. Nothing was changed.')
  }
  await next()
})
