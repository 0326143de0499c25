// What user-kNN knows of the crowd beside its ratings: everyone's centre and length.
import type { RatingMatrix } from '../../data/rating-matrix'

export interface CrowdStats {
  /** Mean of all ratings, in stars; 3 for a crowd without any. */
  globalMean: number
  /** (nUsers) m_u, in stars. */
  means: Float32Array
  /** (nUsers) ‖r_u − m_u‖₂ over the films that u rated. */
  norms: Float32Array
}

/**
 * m_u = (Σ stars_u + shrinkage · globalMean) / (n_u + shrinkage).
 * A mean of few ratings says more about the films than about the person, hence the pull towards the crowd's. O(1).
 */
export function shrunkMean(sum: number, count: number, globalMean: number, shrinkage: number): number {
  return count + shrinkage > 0 ? (sum + shrinkage * globalMean) / (count + shrinkage) : globalMean
}

/** One pass for the means and one for the norms: O(nRatings) time, 8 bytes per user. */
export function measureCrowd(matrix: RatingMatrix, meanShrinkage: number): CrowdStats {
  const { indptr, halfStars } = matrix.rows
  const globalMean = halfStars.length > 0 ? sumOf(halfStars, 0, halfStars.length) / 2 / halfStars.length : 3
  const means = new Float32Array(matrix.nUsers)
  const norms = new Float32Array(matrix.nUsers)
  for (let user = 0; user < matrix.nUsers; user++) {
    const start = indptr[user]
    const end = indptr[user + 1]
    means[user] = shrunkMean(sumOf(halfStars, start, end) / 2, end - start, globalMean, meanShrinkage)
    let squares = 0
    for (let e = start; e < end; e++) squares += (halfStars[e] / 2 - means[user]) ** 2
    norms[user] = Math.sqrt(squares)
  }
  return { globalMean, means, norms }
}

function sumOf(values: Uint8Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += values[i]
  return sum
}
