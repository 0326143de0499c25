// Hands a browser its guest cookie with the page, so that its first write, and two at once, already come from one person.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse, serialize } from 'hono/utils/cookie'
import { GUEST_COOKIE, guestCookieOptions, renewGuestCookie } from '@/lib/auth/guest'

/** Only navigations get one. Nobody is entered in the database before they write. */
export function welcomeGuest(request: IncomingMessage, response: ServerResponse, secret: string): void {
  if (request.method !== 'GET' || !request.headers.accept?.includes('text/html')) return
  const present = parse(request.headers.cookie ?? '', GUEST_COOKIE)[GUEST_COOKIE]
  const secure = request.headers['x-forwarded-proto'] === 'https'
  response.setHeader(
    'Set-Cookie',
    serialize(GUEST_COOKIE, renewGuestCookie(present, secret), guestCookieOptions(secure)),
  )
}
