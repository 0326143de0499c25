// Ratings as parallel columns with their times: what splits cut, since a matrix forgets in which order they came.
import { AppError } from '@/lib/errors/app-error'
import { countingOffsets } from '@/lib/math/csr'
import { distinctIds, indicesOf } from '../id-index'
import type { RatingTriples } from '../rating-matrix'

/** One rating per position; all columns have the same length. `userId` and `movieId` are external ids. */
export type RatingTable = RatingTriples

/**
 * Positions in a {@link RatingTable}, each list ascending.
 *
 * `train` is what a model is fitted on, `foldIn` what it is told of each evaluated person, `heldOut` what it is asked about.
 * No position is in `heldOut` and in another list. Where people are known to the model, `foldIn` is their part of `train`.
 */
export interface Split {
  train: Int32Array
  foldIn: Int32Array
  heldOut: Int32Array
  /** The only items that may be ranked (external ids, ascending); all when missing. */
  candidates?: Int32Array
}

/** Positions of each user, in order of arrival: those of user u are `positions[indptr[u]…indptr[u+1])`. */
export interface UserGroups {
  /** Distinct, ascending. */
  userIds: Int32Array
  indptr: Uint32Array
  positions: Int32Array
}

/** The ratings at these positions, in that order. O(positions). */
export function takeRatings(table: RatingTable, positions: Int32Array): RatingTable {
  const pick = (column: Int32Array) => positions.map((position) => column[position])
  return {
    userId: pick(table.userId),
    movieId: pick(table.movieId),
    halfStars: Uint8Array.from(positions, (position) => table.halfStars[position]),
    ...(table.ratedAt ? { ratedAt: pick(table.ratedAt) } : {}),
  }
}

/** The ratings of each user together. O(ratings) where ids lie close together; 8 bytes per rating. */
export function groupByUser({ userId }: Pick<RatingTable, 'userId'>): UserGroups {
  const userIds = distinctIds(userId)
  const rows = indicesOf(userId, userIds)
  const indptr = countingOffsets(rows, userIds.length)
  const next = indptr.slice(0, userIds.length)
  const positions = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) positions[next[rows[i]]++] = i
  return { userIds, indptr, positions }
}

/**
 * Leaves one rating for each (user, item): the last one in the table, so that no split can put one film of a person on
 * both sides. The order of the rest is kept. O(ratings + items).
 */
export function keepLastOfEachPair(table: RatingTable): RatingTable {
  const { userIds, indptr, positions } = groupByUser(table)
  const items = distinctIds(table.movieId)
  const itemOf = indicesOf(table.movieId, items)
  const lastUser = new Int32Array(items.length).fill(-1)
  const kept = new Uint8Array(positions.length)
  for (let user = 0; user < userIds.length; user++)
    for (let i = indptr[user + 1] - 1; i >= indptr[user]; i--) {
      const position = positions[i]
      if (lastUser[itemOf[position]] === user) continue
      lastUser[itemOf[position]] = user
      kept[position] = 1
    }
  return takeRatings(table, positionsOf(kept, 1))
}

/** Only the ratings above so many stars, e.g. 3.5. O(ratings). */
export function keepRatingsAbove(table: RatingTable, stars: number): RatingTable {
  const marks = table.halfStars.map((halfStars) => (halfStars / 2 > stars ? 1 : 0))
  return takeRatings(table, positionsOf(marks, 1))
}

/** Only the ratings of users who have at least `count`. O(ratings). */
export function keepUsersWithAtLeast(table: RatingTable, count: number): RatingTable {
  const { userIds, indptr, positions } = groupByUser(table)
  const marks = new Uint8Array(positions.length)
  for (let user = 0; user < userIds.length; user++)
    if (indptr[user + 1] - indptr[user] >= count)
      for (let i = indptr[user]; i < indptr[user + 1]; i++) marks[positions[i]] = 1
  return takeRatings(table, positionsOf(marks, 1))
}

/** Where `marks` has this value, ascending. */
export function positionsOf(marks: Uint8Array, value: number): Int32Array {
  let count = 0
  for (let i = 0; i < marks.length; i++) if (marks[i] === value) count++
  const positions = new Int32Array(count)
  for (let i = 0, filled = 0; i < marks.length; i++) if (marks[i] === value) positions[filled++] = i
  return positions
}

export const UNUSED = 0
export const TRAIN = 1
export const HELD_OUT = 2

/**
 * The split of people whom the model knows: what it learned of a person is also what it is told of them.
 * @param marks (ratings) UNUSED, TRAIN or HELD_OUT.
 */
export function splitOfKnownPeople(table: RatingTable, marks: Uint8Array): Split {
  const heldOut = positionsOf(marks, HELD_OUT)
  const train = positionsOf(marks, TRAIN)
  const asked = distinctIds(heldOut.map((position) => table.userId[position]))
  const rows = indicesOf(table.userId, asked)
  return { train, heldOut, foldIn: train.filter((position) => rows[position] >= 0) }
}

/** @throws AppError('invalid') unless 0 < share < 1. */
export function requireShare(share: number, what: string): void {
  if (!(share > 0 && share < 1)) throw new AppError('invalid', `${what} must be a share between 0 and 1, got ${share}.`)
}
