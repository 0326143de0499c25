// The likes that the network is trained on: rows of zeros and ones over the most liked films.
import type { RatingMatrix } from '../../data/rating-matrix'
import { byPopularity, countRaters } from '../preferences'

/** X (nUsers × nCovered), binary, in CSR; columns of a row ascending. */
export interface Likes {
  /** (nCovered) the item of each column, the most liked first. */
  items: Int32Array
  /** (nCovered) how many like it, ≥ 1. */
  counts: Float64Array
  indptr: Uint32Array
  indices: Int32Array
}

/**
 * Keeps ratings of `minStars` or more of the `maxItems` most liked films that anybody likes, ties by item.
 * O(nRatings + nItems log nItems + Σ sorting of rows) time, 4 bytes per like and per person.
 */
export function selectLikes(matrix: RatingMatrix, minStars: number, maxItems: number): Likes {
  const minHalfStars = minStars * 2
  const liked = countRaters(matrix, minHalfStars)
  const items = byPopularity(liked)
    .slice(0, maxItems)
    .filter((item) => liked[item] > 0)
  const columnOf = new Int32Array(matrix.nItems).fill(-1)
  items.forEach((item, column) => (columnOf[item] = column))
  const counts = Float64Array.from(items, (item) => liked[item])
  const indptr = new Uint32Array(matrix.nUsers + 1)
  const indices = new Int32Array(counts.reduce((sum, count) => sum + count, 0))
  const { rows } = matrix
  let filled = 0
  for (let user = 0; user < matrix.nUsers; user++) {
    const start = filled
    for (let e = rows.indptr[user]; e < rows.indptr[user + 1]; e++) {
      const column = columnOf[rows.indices[e]]
      if (column >= 0 && rows.halfStars[e] >= minHalfStars) indices[filled++] = column
    }
    indices.subarray(start, filled).sort()
    indptr[user + 1] = filled
  }
  return { items, counts, indptr, indices }
}
