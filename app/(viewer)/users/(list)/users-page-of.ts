// One page of the list of users: where it begins, and where the pages beside it do.
import { userIdSchema } from '@/lib/schemas/user'
import { firstOf, parseId, type SearchParams } from '../../_parts/route-params'

export const USERS_PER_PAGE = 24

export interface UsersPage {
  from: number
  notices: string[]
}

export function parseUsersPage(params: SearchParams, crowd: { firstUserId: number; lastUserId: number }): UsersPage {
  const given = firstOf(params.from)
  if (given === undefined) return { from: crowd.firstUserId, notices: [] }
  const from = parseId(given, userIdSchema)
  if (from !== null && from <= crowd.lastUserId) return { from: Math.max(from, crowd.firstUserId), notices: [] }
  const shown = given.length > 40 ? `${given.slice(0, 40)}…` : given
  return {
    from: crowd.firstUserId,
    notices: [`No user has the id “${shown}” or a higher one, so the list begins at User ${crowd.firstUserId}.`],
  }
}

/** Ids may have gaps, so the page before may overlap this one, but never leaves anybody out. */
export function findPreviousFrom(from: number, firstUserId: number): number | null {
  return from > firstUserId ? Math.max(firstUserId, from - USERS_PER_PAGE) : null
}
