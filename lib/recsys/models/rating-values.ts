// A rating matrix as the kernels of the models of stars read it.
import type { RatingMatrix, SparseRows } from '../data/rating-matrix'

/** Rows of films or of people, each rating as stars minus `mean`. */
export interface ValueRows {
  indptr: Uint32Array
  indices: Int32Array
  values: Float32Array
}

/** μ, the mean of all ratings in stars; 3 for a crowd without any. O(nRatings). */
export function meanStars({ nRatings, rows }: RatingMatrix): number {
  let sum = 0
  for (let e = 0; e < nRatings; e++) sum += rows.halfStars[e]
  return nRatings > 0 ? sum / 2 / nRatings : 3
}

/** O(nRatings) time, 4 bytes a rating. */
export function valuesOf({ indptr, indices, halfStars }: SparseRows, mean: number): ValueRows {
  return { indptr, indices, values: Float32Array.from(halfStars, (value) => value / 2 - mean) }
}

/** Kernels read factors in whole vectors of four. */
export const paddedWidth = (factors: number) => Math.ceil(factors / 4) * 4

/** The first `factors` columns of (n × width) rows. */
export function withoutPadding(rows: Float32Array, width: number, factors: number): Float32Array {
  const narrow = new Float32Array((rows.length / width) * factors)
  for (let row = 0; row * width < rows.length; row++)
    narrow.set(rows.subarray(row * width, row * width + factors), row * factors)
  return narrow
}
