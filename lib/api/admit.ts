// Who may ask: a program with its key, a browser on our pages, and anybody where anonymous reads are on.
import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { GUEST_COOKIE, parseGuestCookie } from '@/lib/auth/guest'
import { AppError } from '@/lib/errors/app-error'
import { includesScope, type Scope } from '@/lib/schemas/api-key'
import { checkApiKey, wasGoodKey, type LiveKey } from '@/lib/services/access/check-api-key'
import type { Host } from '@/lib/services/host/host'
import { addressOf } from './address'
import type { ApiContext, ApiEnv } from './context'
import { charge, isExhausted } from './limits'

/** A route that needs the host: who may use it is checked before anything else, and stands in the document. */
export function operation<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(needs: Scope, route: R) {
  const own = route.middleware ?? []
  return createRoute<P, R>({
    ...route,
    security: [{}, { guest: [] }, { key: [needs] }],
    middleware: [admit(needs), ...(Array.isArray(own) ? own : [own])],
  })
}

const admit = (needs: Scope) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const host = await c.var.getHost()
    const key = await requireCaller(c, host)
    if (key !== null) requireScope(c, key, needs)
    c.set('key', key)
    await next()
    if (host.config.anonymousReads) return
    // What needs a key must not lie in a cache that others share.
    const policy = c.res.headers.get('Cache-Control')
    if (policy?.startsWith('public')) c.res.headers.set('Cache-Control', policy.replace('public', 'private'))
  })

/** The key of this request, or null for a request that needs none. Counts the request. */
async function requireCaller(c: ApiContext, host: Host): Promise<LiveKey | null> {
  const given = bearerOf(c)
  const address = addressOf(c, host.config.trustedProxies)
  // Somebody who tries keys is stopped by the limit before the database is asked.
  const tried = given !== null && !wasGoodKey(host, given) && (await isExhausted(host, 'address', address))
  const key = given === null || tried ? null : await checkApiKey(host, given)
  if (key) {
    await charge(c, host, 'key', key.prefix)
    return key
  }
  await charge(c, host, 'address', address)
  if (given !== null) throw refuse(c, 'This API key is not known, was revoked or has expired.')
  if (!host.config.anonymousReads && !isFromOurPages(c, host))
    throw refuse(c, 'This installation answers programs with an API key only: Authorization: Bearer mq_….')
  return null
}

/** Takes what a request costs beyond itself from the same account. */
export async function chargeMore(c: ApiContext, host: Host, cost: number): Promise<void> {
  if (cost <= 0) return
  const { key } = c.var
  if (key) await charge(c, host, 'key', key.prefix, cost)
  else await charge(c, host, 'address', addressOf(c, host.config.trustedProxies), cost)
}

/** @throws AppError('forbidden') when the key may do less than this; 'unauthorised' without a key where only a key may. */
export function requireScope(c: ApiContext, key: LiveKey | null, needs: Scope): void {
  if (key === null) throw refuse(c, `This needs an API key with the scope ${needs}.`)
  if (includesScope(key.scope, needs)) return
  throw new AppError(
    'forbidden',
    `The key ${key.prefix} has the scope ${key.scope}, and this needs ${needs}. Make another one: marquee keys create --scope ${needs}.`,
  )
}

/** Other schemes belong to a proxy in front of us. */
function bearerOf(c: ApiContext): string | null {
  return /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null
}

/** Every page that is opened brings this cookie; docs/decisions/019 says what that is worth. */
function isFromOurPages(c: ApiContext, host: Host): boolean {
  const site = c.req.header('sec-fetch-site')
  const sameSite = site === undefined || site === 'same-origin' || site === 'none'
  return sameSite && parseGuestCookie(getCookie(c, GUEST_COOKIE), host.secret) !== null
}

function refuse(c: ApiContext, why: string): AppError {
  c.header('WWW-Authenticate', 'Bearer realm="marquee"')
  return new AppError('unauthorised', `${why} marquee keys create makes one.`)
}
