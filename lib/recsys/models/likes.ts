// The likes that models of liking are fitted on, films renamed by popularity; and how the kernels of item pairs read them.
import { countingOffsets } from '@/lib/math/csr'
import type { KernelArgument, Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../data/rating-matrix'
import { byPopularity, countRaters } from './preferences'

/** The kernels store ranks in 16 bits: beyond so many films the least liked ones, which hardly anybody likes, take no part. */
export const MAX_RANKS = 65_536

/** X (nUsers × nCovered), binary, in CSR; columns of a row ascending. Column 0 is the most liked film: its rank is 0. */
export interface Likes<Indices extends LikeIndices = Int32Array> {
  /** (nCovered) the item of each column, the most liked first, ties by item. */
  items: Int32Array
  /** (nCovered) how many like it, ≥ 1. */
  counts: Uint32Array
  indptr: Uint32Array
  indices: Indices
}

/** Ranks in 16 bits are those that lie in the kernels' memory. */
export type LikeIndices = Int32Array | Uint16Array

/**
 * Keeps ratings of `minStars` or more of the `maxItems` most liked films that anybody likes.
 * O(nRatings + likes log likes of a person + nItems log nItems) time, 4 bytes per like and 4 per person.
 */
export const selectLikes = (matrix: RatingMatrix, minStars: number, maxItems: number): Likes =>
  gatherLikes(matrix, minStars, maxItems, (length) => new Int32Array(length))

/** The same in the memory of the kernels, from where {@link shareLikes} need not copy it: 2 bytes per like. At most {@link MAX_RANKS} films. */
export const selectSharedLikes = (kernels: Kernels, matrix: RatingMatrix, minStars: number, maxItems: number) =>
  gatherLikes(matrix, minStars, Math.min(maxItems, MAX_RANKS), (length) => kernels.allocate(Uint16Array, length))

function gatherLikes<Indices extends LikeIndices>(
  matrix: RatingMatrix,
  minStars: number,
  maxItems: number,
  allocate: (length: number) => Indices,
): Likes<Indices> {
  const minHalfStars = minStars * 2
  const liked = countRaters(matrix, minHalfStars)
  const items = byPopularity(liked)
    .slice(0, maxItems)
    .filter((item) => liked[item] > 0)
  const rankOf = new Int32Array(matrix.nItems).fill(-1)
  items.forEach((item, rank) => (rankOf[item] = rank))
  const { indptr: starts, indices: rated, halfStars } = matrix.rows
  const indptr = new Uint32Array(matrix.nUsers + 1)
  const indices = allocate(items.reduce((sum, item) => sum + liked[item], 0))
  for (let user = 0, filled = 0; user < matrix.nUsers; user++) {
    for (let e = starts[user]; e < starts[user + 1]; e++) {
      const rank = rankOf[rated[e]]
      if (rank >= 0 && halfStars[e] >= minHalfStars) indices[filled++] = rank
    }
    // Row by row: the columns of the whole matrix would keep 5 bytes a rating for as long as it lives.
    indices.subarray(indptr[user], filled).sort()
    indptr[user + 1] = filled
  }
  return { items, counts: Uint32Array.from(items, (item) => liked[item]), indptr, indices }
}

/**
 * Lays likes out as assembly/neighbours.ts reads them: by column with, for each like, its place in its person's row; and by row.
 * O(likes) time, 8 bytes per like, those of ranks that are there already among them.
 * @param weights (nUsers) how much each person counts.
 * @returns starts, users, places, rowStarts, ranks, weights.
 */
export function shareLikes(
  kernels: Kernels,
  { items, indptr, indices }: Likes<LikeIndices>,
  weights: Float32Array,
): KernelArgument[] {
  const starts = countingOffsets(indices, items.length)
  const next = starts.slice(0, items.length)
  const users = kernels.allocate(Uint32Array, indices.length)
  const places = kernels.allocate(Uint16Array, indices.length)
  const ranks = indices instanceof Uint16Array ? indices : kernels.allocate(Uint16Array, indices.length)
  if (ranks !== indices) ranks.set(indices)
  for (let user = 0; user + 1 < indptr.length; user++)
    for (let e = indptr[user]; e < indptr[user + 1]; e++) {
      const at = next[indices[e]]++
      users[at] = user
      places[at] = e - indptr[user]
    }
  return [kernels.copy(starts), users, places, kernels.copy(indptr), ranks, kernels.copy(weights)]
}
