// What user-kNN knows of the crowd beside its ratings: everyone's centre and length.
import type { RatingMatrix } from '../../data/rating-matrix'
import { interestWeights } from '../preferences'

/** w(stars) by half-stars 1…10; the first entry stands for no rating. */
export const INTEREST_OF_HALF_STARS = Float64Array.from({ length: 11 }, (_, halfStars) =>
  halfStars === 0 ? 0 : interestWeights(Float32Array.of(halfStars / 2))[0],
)

export interface CrowdStats {
  /** Mean of all ratings, in stars; 3 for a crowd without any. */
  globalMean: number
  /** (nUsers) m_u, in stars. */
  means: Float32Array
  /** (nUsers) ‖w(r_u)‖₂ over the films that u rated, w from {@link interestWeights}. */
  norms: Float32Array
}

/**
 * m_u = (Σ stars_u + shrinkage · globalMean) / (n_u + shrinkage).
 * A mean of few ratings says more about the films than about the person, hence the pull towards the crowd's. O(1).
 */
export function shrunkMean(sum: number, count: number, globalMean: number, shrinkage: number): number {
  return count + shrinkage > 0 ? (sum + shrinkage * globalMean) / (count + shrinkage) : globalMean
}

/** One pass: O(nRatings) time, 8 bytes per user. */
export function measureCrowd(matrix: RatingMatrix, meanShrinkage: number): CrowdStats {
  const { indptr, halfStars } = matrix.rows
  const total = halfStars.reduce((sum, value) => sum + value, 0)
  const globalMean = halfStars.length > 0 ? total / 2 / halfStars.length : 3
  const means = new Float32Array(matrix.nUsers)
  const norms = new Float32Array(matrix.nUsers)
  for (let user = 0; user < matrix.nUsers; user++) {
    const start = indptr[user]
    const end = indptr[user + 1]
    let sum = 0
    let squares = 0
    for (let e = start; e < end; e++) {
      sum += halfStars[e] / 2
      const interest = INTEREST_OF_HALF_STARS[halfStars[e]]
      squares += interest * interest
    }
    means[user] = shrunkMean(sum, end - start, globalMean, meanShrinkage)
    norms[user] = Math.sqrt(squares)
  }
  return { globalMean, means, norms }
}
