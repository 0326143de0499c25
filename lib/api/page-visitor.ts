// For whom a page is rendered: all of a request that may decide what stands in it, and nothing else.
import type { IncomingMessage } from 'node:http'
import { parse, serialize } from 'hono/utils/cookie'
import { findPerson, GUEST_COOKIE, type Person } from '@/lib/auth/guest'
import { parseTheme, THEME_COOKIE } from '@/lib/schemas/theme'
import type { Host } from '@/lib/services/host/host'

/** Pages that change with the engine, the catalogue and what the person who looks has done, and with nothing else. */
const KEPT = /^\/(?:(?:browse|for-you|users|(?:movies|users)\/\d+)?)(?:\?.{0,500})?$/
/** Beside the address, what the frame around a page may follow. */
const VARIES_BY = ['host', 'x-forwarded-host', 'x-forwarded-proto', 'user-agent'] as const
/** A program asks, or a page's data alone is asked for. */
const EXCLUDED_BY = ['authorization', 'rsc', 'next-action', 'next-router-prefetch', 'range'] as const

export interface PageVisitor {
  /** Null for everybody who has done nothing yet: they all get the same page. */
  person: Person | null
  /** Tells apart all that may get different pages, but for the version of the person. */
  key: string
  /** The only cookies that the page may be rendered from: those that the key was made of. */
  cookie: string | undefined
}

/** Null for a request whose answer is no page that may be kept. Who the person is, and their version, is as of now. */
export async function findVisitor(host: Host, request: IncomingMessage): Promise<PageVisitor | null> {
  const { method, url = '', headers } = request
  if (method !== 'GET' || !KEPT.test(url) || !headers.accept?.includes('text/html')) return null
  if (EXCLUDED_BY.some((name) => headers[name] !== undefined)) return null
  const given = headers.cookie === undefined ? {} : parse(headers.cookie)
  const guest = given[GUEST_COOKIE] as string | undefined
  const theme = parseTheme(given[THEME_COOKIE])
  const person = await findPerson(host.db, guest, host.secret)
  const own = [
    ...(person && guest !== undefined ? [serialize(GUEST_COOKIE, guest)] : []),
    ...(theme === 'system' ? [] : [serialize(THEME_COOKIE, theme)]),
  ]
  return {
    person,
    key: JSON.stringify([url, person?.id ?? null, theme, ...VARIES_BY.map((name) => headers[name] ?? null)]),
    cookie: own.length > 0 ? own.join('; ') : undefined,
  }
}
