// Who is looking: the host of this process and the person in the guest cookie, once per request.
import { cookies } from 'next/headers'
import { cache } from 'react'
import { GUEST_COOKIE, findPerson, type Person } from '@/lib/auth/guest'
import { requireHost, type Host } from '@/lib/services/host/host'

export interface Viewer {
  host: Host
  /** Null for somebody who has not written anything yet. */
  person: Person | null
}

/** @throws AppError('not_ready') before the server has opened the host. */
export const requireViewer = cache(async (): Promise<Viewer> => {
  // The cookie first: reading it is what tells Next that no page of ours can be made at build time.
  const cookie = (await cookies()).get(GUEST_COOKIE)?.value
  const host = await requireHost()
  return { host, person: await findPerson(host.db, cookie, host.secret) }
})
