// Who rated each film, the people who rate most first: their sums are looked up most and then lie close together.
import { countingOffsets } from '@/lib/math/csr'
import type { RatingMatrix } from '../../data/rating-matrix'

/** Sparse (nItems × nUsers); columns are ranks, ascending within a row. Rank 0 rated the most films. */
export interface Raters {
  /** (nUsers) rank → userIndex. */
  userOf: Int32Array
  indptr: Uint32Array
  ranks: Int32Array
  halfStars: Uint8Array
}

/**
 * The transpose of the ratings with users renumbered by how many films they rated, ties by row.
 * Cost: O(nRatings + nUsers log nUsers) time, 5 bytes per rating and 4 per user.
 */
export function rankRaters({ rows, nUsers, nItems }: RatingMatrix): Raters {
  const { indptr: rowStart, indices, halfStars } = rows
  const activity = (user: number) => rowStart[user + 1] - rowStart[user]
  const userOf = Int32Array.from({ length: nUsers }, (_, user) => user).sort(
    (a, b) => activity(b) - activity(a) || a - b,
  )
  const indptr = countingOffsets(indices, nItems)
  const next = indptr.slice(0, nItems)
  const raters = { userOf, indptr, ranks: new Int32Array(indices.length), halfStars: new Uint8Array(indices.length) }
  for (let rank = 0; rank < nUsers; rank++) {
    for (let e = rowStart[userOf[rank]], end = rowStart[userOf[rank] + 1]; e < end; e++) {
      const at = next[indices[e]]++
      raters.ranks[at] = rank
      raters.halfStars[at] = halfStars[e]
    }
  }
  return raters
}
