// One page of my ratings. An address with a cursor that is not ours gets the newest, and is told so.
import { isAppError } from '@/lib/errors/app-error'
import type { RatingPage } from '@/lib/schemas/rating'
import { listRatings } from '@/lib/services/people/my-ratings'
import type { Viewer } from '@/app/viewer'

const PER_PAGE = 36

export interface MyRatings {
  page: RatingPage
  /** Where the API answers the same page. */
  address: string
  /** Whether this is not the first page. */
  older: boolean
  notices: string[]
}

export async function readRatings({ host, person }: Viewer, cursor: string | undefined): Promise<MyRatings> {
  try {
    const page = await listRatings(host, person, { cursor, limit: PER_PAGE })
    return { page, address: addressOf(cursor), older: cursor !== undefined, notices: [] }
  } catch (error) {
    if (cursor === undefined || !isAppError(error) || error.code !== 'invalid') throw error
    const newest = await readRatings({ host, person }, undefined)
    return { ...newest, notices: ['This address does not name a page of your ratings, so the newest are shown.'] }
  }
}

const addressOf = (cursor: string | undefined) =>
  `/api/v1/me/ratings?${new URLSearchParams({ limit: String(PER_PAGE), ...(cursor && { cursor }) })}`
