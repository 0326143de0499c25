// Answers that may be kept for a while, and asked for again with the ETag they came with.
import { createHash } from 'node:crypto'
import type { MiddlewareHandler, TypedResponse } from 'hono'
import { etag } from 'hono/etag'
import { createMiddleware } from 'hono/factory'
import type { ApiContext, ApiEnv } from './context'

/** The catalogue changes with an import only, and nobody needs that within the minute. */
const CATALOGUE_CACHE = 'public, max-age=60'

const keepFor = (policy: string) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await next()
    // c.header would make the answer anew, its text a stream.
    if (c.res.ok) c.res.headers.set('Cache-Control', policy)
  })

/** `middleware` of a route whose answer is the same for everybody. */
export const cacheable = (policy = CATALOGUE_CACHE): MiddlewareHandler<ApiEnv>[] => [etag(), keepFor(policy)]

/** The ETag is made here, from the text: the middleware would first copy the answer and read it as a stream. */
export function answerTagged<T>(c: ApiContext, answer: T): Response & TypedResponse<T, 200, 'json'> {
  const text = JSON.stringify(answer)
  c.header('ETag', `"${createHash('sha1').update(text).digest('base64url')}"`)
  const response: Response = c.body(text, 200, { 'Content-Type': 'application/json' })
  return response as Response & TypedResponse<T, 200, 'json'>
}

/** What such a route also answers. */
export const notModified = { 304: { description: 'What you have (`If-None-Match`) is still right.' } }
