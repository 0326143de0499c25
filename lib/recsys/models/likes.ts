// The likes that models of liking are fitted on, films renamed by popularity; and how the kernels of item pairs read them.
import { countingOffsets } from '@/lib/math/csr'
import type { KernelArgument, Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../data/rating-matrix'
import { byPopularity, countRaters } from './preferences'

/** The kernels store ranks in 16 bits: beyond so many films the least liked ones, which hardly anybody likes, take no part. */
export const MAX_RANKS = 65_536

/** X (nUsers × nCovered), binary, in CSR; columns of a row ascending. Column 0 is the most liked film: its rank is 0. */
export interface Likes {
  /** (nCovered) the item of each column, the most liked first, ties by item. */
  items: Int32Array
  /** (nCovered) how many like it, ≥ 1. */
  counts: Uint32Array
  indptr: Uint32Array
  indices: Int32Array
}

/**
 * Keeps ratings of `minStars` or more of the `maxItems` most liked films that anybody likes.
 * O(nRatings + nItems log nItems) time, 4 bytes per like and 8 per person.
 */
export function selectLikes(matrix: RatingMatrix, minStars: number, maxItems: number): Likes {
  const minHalfStars = minStars * 2
  const liked = countRaters(matrix, minHalfStars)
  const items = byPopularity(liked)
    .slice(0, maxItems)
    .filter((item) => liked[item] > 0)
  const { indptr: starts, indices: users, halfStars } = matrix.byItem()
  const indptr = new Uint32Array(matrix.nUsers + 1)
  const eachLike = (visit: (user: number, rank: number) => void) => {
    for (let rank = 0; rank < items.length; rank++)
      for (let e = starts[items[rank]]; e < starts[items[rank] + 1]; e++)
        if (halfStars[e] >= minHalfStars) visit(users[e], rank)
  }
  eachLike((user) => indptr[user + 1]++)
  for (let user = 0; user < matrix.nUsers; user++) indptr[user + 1] += indptr[user]
  const next = indptr.slice(0, matrix.nUsers)
  const indices = new Int32Array(indptr[matrix.nUsers])
  // Going through the ranks in order leaves each row sorted.
  eachLike((user, rank) => (indices[next[user]++] = rank))
  return { items, counts: Uint32Array.from(items, (item) => liked[item]), indptr, indices }
}

/**
 * Lays likes out as assembly/neighbours.ts reads them: by column with, for each like, its place in its person's row; and by row.
 * O(likes) time, 8 bytes per like.
 * @param weights (nUsers) how much each person counts.
 * @returns starts, users, places, rowStarts, ranks, weights.
 */
export function shareLikes(
  kernels: Kernels,
  { items, indptr, indices }: Likes,
  weights: Float32Array,
): KernelArgument[] {
  const starts = countingOffsets(indices, items.length)
  const next = starts.slice(0, items.length)
  const users = kernels.allocate(Uint32Array, indices.length)
  const places = kernels.allocate(Uint16Array, indices.length)
  const ranks = kernels.allocate(Uint16Array, indices.length)
  ranks.set(indices)
  for (let user = 0; user + 1 < indptr.length; user++)
    for (let e = indptr[user]; e < indptr[user + 1]; e++) {
      const at = next[indices[e]]++
      users[at] = user
      places[at] = e - indptr[user]
    }
  return [kernels.copy(starts), users, places, kernels.copy(indptr), ranks, kernels.copy(weights)]
}
