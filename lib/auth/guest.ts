// Guests: a person is a random key in a signed cookie. No account, no password, nothing else about them.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Db } from '@/lib/db/client'
import { createPerson, findPersonByKey, type PersonRow } from '@/lib/db/profiles'

export type Person = PersonRow

export const GUEST_COOKIE = 'marquee_guest'

/** Browsers keep no cookie longer (RFC 6265bis); each visit renews it. */
const MAX_AGE_S = 400 * 24 * 3600
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `secure` only where the page itself came over HTTPS, or a browser would not send the cookie back. */
export const guestCookieOptions = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: MAX_AGE_S, secure }) as const

const sign = (key: string, secret: string) => createHmac('sha256', secret).update(`guest:${key}`).digest('base64url')

export const guestCookieValue = (key: string, secret: string) => `${key}.${sign(key, secret)}`

/** Cookies that were signed by us: a browser that asks often is checked once. */
const checked = new Map<string, { key: string; secret: string }>()
const MOST_CHECKED = 10_000

/** The key in a cookie, or null when it was not signed by us. */
export function parseGuestCookie(value = '', secret: string): string | null {
  const known = checked.get(value)
  if (known?.secret === secret) return known.key
  const key = checkGuestCookie(value, secret)
  if (key === null) return null
  if (checked.size >= MOST_CHECKED) checked.clear()
  checked.set(value, { key, secret })
  return key
}

function checkGuestCookie(value: string, secret: string): string | null {
  const [key, signature, ...more] = value.split('.')
  if (!signature || more.length || !UUID.test(key)) return null
  const expected = Buffer.from(sign(key, secret))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected) ? key : null
}

/** A cookie for a browser: the one it has when we signed it, else a new one. No person is made by that. */
export function renewGuestCookie(value: string | undefined, secret: string): string {
  return guestCookieValue(parseGuestCookie(value, secret) ?? randomUUID(), secret)
}

/** The person of this cookie, or null for somebody who has not written anything yet. */
export async function findPerson(db: Db, cookie: string | undefined, secret: string): Promise<Person | null> {
  const key = parseGuestCookie(cookie, secret)
  return key ? findPersonByKey(db, key) : null
}

/** The person of this cookie, or a new one whose cookie must then be set. */
export async function requirePerson(
  db: Db,
  cookie: string | undefined,
  secret: string,
): Promise<{ person: Person; newCookie?: string }> {
  const key = parseGuestCookie(cookie, secret)
  if (key) return { person: await createPerson(db, key) }
  const fresh = randomUUID()
  return { person: await createPerson(db, fresh), newCookie: guestCookieValue(fresh, secret) }
}
