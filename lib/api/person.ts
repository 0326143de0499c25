// Who asks: the person of the guest cookie. Reads never create one; the first write that succeeds does.
import { getCookie, setCookie } from 'hono/cookie'
import { findPerson, GUEST_COOKIE, guestCookieOptions, type Person, requirePerson } from '@/lib/auth/guest'
import type { Host } from '@/lib/services/host/host'
import type { ApiContext } from './context'

export async function findViewer(c: ApiContext, host: Host): Promise<Person | null> {
  return findPerson(host.db, getCookie(c, GUEST_COOKIE), host.secret)
}

/** Writes as this person, or as a new one, whose cookie goes out only with a write that succeeded. */
export async function writeAsPerson<T>(c: ApiContext, host: Host, write: (person: Person) => Promise<T>): Promise<T> {
  const { person, newCookie } = await requirePerson(host.db, getCookie(c, GUEST_COOKIE), host.secret)
  const written = await write(person)
  if (newCookie) setCookie(c, GUEST_COOKIE, newCookie, guestCookieOptions(isSecure(c)))
  return written
}

/** A proxy that ends TLS says so in x-forwarded-proto; the first entry is the browser's. */
function isSecure(c: ApiContext): boolean {
  const forwarded = c.req.header('x-forwarded-proto')?.split(',')[0].trim()
  return (forwarded ?? new URL(c.req.url).protocol.replace(':', '')) === 'https'
}
