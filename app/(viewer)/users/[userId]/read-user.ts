// The user of this address, read once per request although layout, title and page all ask for them.
import { cache } from 'react'
import { userIdSchema, type UserDetail } from '@/lib/schemas/user'
import { requireUser } from '@/lib/services/people/get-user'
import { requireViewer } from '@/app/viewer'
import { requireId } from '../../_parts/route-params'
import { ifReady } from '../../_parts/when-ready'

/** Undefined while nothing can be read yet; a user who does not exist gets the 404. */
export const readUser = cache((rawId: string): Promise<UserDetail | undefined> => {
  const userId = requireId(rawId, userIdSchema)
  return ifReady(async () => requireUser((await requireViewer()).host, userId))
})
