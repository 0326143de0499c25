// Answers that may be kept for a while, and asked for again with the ETag they came with.
import type { MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from './context'

/** The catalogue changes with an import only, and nobody needs that within the minute. */
const CATALOGUE_CACHE = 'public, max-age=60'

const keepFor = (policy: string) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await next()
    if (c.res.ok) c.header('Cache-Control', policy)
  })

/** `middleware` of a route whose answer is the same for everybody. */
export const cacheable = (policy = CATALOGUE_CACHE): MiddlewareHandler<ApiEnv>[] => [etag(), keepFor(policy)]

/** What such a route also answers. */
export const notModified = { 304: { description: 'What you have (`If-None-Match`) is still right.' } }
