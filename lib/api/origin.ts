// Refuses writes that another site makes a browser send with this person's cookie.
import { createMiddleware } from 'hono/factory'
import { AppError } from '@/lib/errors/app-error'
import type { ApiEnv } from './context'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Browsers send at least one of the two headers with every write; tools send neither and pass. */
export const refuseCrossSiteWrites = createMiddleware<ApiEnv>(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    // A page cannot set x-forwarded-host across sites without a preflight, which we never grant.
    const hosts = [c.req.header('host') ?? new URL(c.req.url).host, c.req.header('x-forwarded-host')]
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
    const foreignOrigin = origin !== undefined && !hosts.some((host) => host !== undefined && isOriginOf(origin, host))
    if (foreignSite || foreignOrigin) {
      throw new AppError(
        'forbidden_origin',
        'Writes are taken from the pages of this installation only, and this one came from another site. Nothing was changed.',
      )
    }
  }
  await next()
})

function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: originHost } = new URL(origin)
  const own = `${protocol}//${host}`
  // Through URL, so that http://example:80 and http://example are one.
  return originHost !== '' && URL.canParse(own) && new URL(own).host === originHost
}
