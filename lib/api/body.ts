// Bodies of writes: small, and JSON that says it is JSON.
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { AppError } from '@/lib/errors/app-error'
import type { ApiEnv } from './context'

const MAX_BODY_KB = 64
/** The ratings of many people at once. */
const MAX_BATCH_KB = 4096

const limitTo = (kilobytes: number) =>
  bodyLimit({
    maxSize: kilobytes * 1024,
    onError: () => {
      throw new AppError('payload_too_large', `The body is larger than ${kilobytes} kB. Send less at a time.`)
    },
  })

const small = limitTo(MAX_BODY_KB)
const large = limitTo(MAX_BATCH_KB)

/** A read has no body, and looking for one makes a whole `Request` out of what Node gave: a third of the time of a short answer. */
export const limitBody = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  return c.req.path.endsWith('/batch') ? large(c, next) : small(c, next)
})

/** JSON is UTF-8 (RFC 8259), and is read as that: another encoding would be taken for something else. */
function isJson(contentType: string): boolean {
  const [type, ...params] = contentType.split(';').map((part) => part.trim().toLowerCase())
  const charset = params.find((param) => param.startsWith('charset='))?.slice('charset='.length)
  return type === 'application/json' && (charset === undefined || /^"?utf-?8"?$/.test(charset))
}

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
      `Expected Content-Type: application/json (UTF-8), got ${contentType ?? 'none'}. Nothing was changed.`,
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
