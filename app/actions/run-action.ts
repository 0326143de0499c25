// The edge of every server action: who asks, what they send, and failures turned into answers.
import { cookies, headers } from 'next/headers'
import type { z } from 'zod'
import { findPerson, GUEST_COOKIE, guestCookieOptions, requirePerson, type Person } from '@/lib/auth/guest'
import { isAppError, messageOf, type FieldErrors } from '@/lib/errors/app-error'
import type { ActionResult } from '@/lib/schemas/action'
import { requireHost, type Host } from '@/lib/services/host/host'

/** Parses, then runs; what is thrown becomes `{ ok: false }`, and what is unexpected is logged and kept to ourselves. */
export async function runAction<I, O>(
  schema: z.ZodType<I>,
  input: unknown,
  work: (host: Host, input: I) => Promise<O>,
): Promise<ActionResult<O>> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) {
    const fieldErrors: FieldErrors = {}
    for (const issue of parsed.error.issues) (fieldErrors[issue.path.join('.')] ??= []).push(issue.message)
    return { ok: false, code: 'invalid', message: parsed.error.issues[0].message, fieldErrors }
  }
  try {
    const host = await requireHost()
    try {
      return { ok: true, data: await work(host, parsed.data) }
    } catch (error) {
      if (!isAppError(error)) host.log.error({ err: error }, 'action failed')
      throw error
    }
  } catch (error) {
    if (isAppError(error))
      return { ok: false, code: error.code, message: messageOf(error), fieldErrors: error.fieldErrors }
    return { ok: false, code: 'internal', message: 'Something went wrong on our side. Try again.' }
  }
}

/** Who reads; nobody is created. */
export async function currentPerson(host: Host): Promise<Person | null> {
  return findPerson(host.db, (await cookies()).get(GUEST_COOKIE)?.value, host.secret)
}

/** Who writes; a newcomer becomes a person here, and gets their cookie. */
export async function writingPerson(host: Host): Promise<Person> {
  const jar = await cookies()
  const { person, newCookie } = await requirePerson(host.db, jar.get(GUEST_COOKIE)?.value, host.secret)
  if (newCookie) {
    const secure = (await headers()).get('x-forwarded-proto') === 'https'
    const { sameSite: _, ...options } = guestCookieOptions(secure)
    jar.set(GUEST_COOKIE, newCookie, { ...options, sameSite: 'lax' })
  }
  return person
}
