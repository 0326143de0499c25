// Who likes what, how surely, and how strongly their factors are held back.
import type { Csr } from '@/lib/math/csr'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { ImplicitAlsConfig } from './config'

/** c(stars) = 1 + α (stars − minStars) / (5 − minStars); plain 1 where minStars is 5. */
export function confidenceOf(stars: number, { alpha, minStars }: ImplicitAlsConfig): number {
  return minStars < 5 ? 1 + (alpha * (stars - minStars)) / (5 - minStars) : 1
}

/** λ (n + α₀ N)^ν. @param count n, likes of the row. @param others N, size of the other side. */
export function ridgeOf(
  { regularization, unobservedWeight, nu }: ImplicitAlsConfig,
  count: number,
  others: number,
): number {
  return regularization * (count + unobservedWeight * others) ** nu
}

/** (nUsers × nItems) the likes and their confidences. O(nRatings) time, 8 bytes a like. */
export function selectLikes({ nUsers, rows }: RatingMatrix, config: ImplicitAlsConfig): Csr {
  const indptr = new Uint32Array(nUsers + 1)
  const isLike = (halfStars: number) => halfStars >= config.minStars * 2
  const total = rows.halfStars.reduce((count, halfStars) => count + (isLike(halfStars) ? 1 : 0), 0)
  const confidences = Float32Array.from({ length: 11 }, (_, halfStars) => confidenceOf(halfStars / 2, config))
  const indices = new Int32Array(total)
  const values = new Float32Array(total)
  let filled = 0
  for (let user = 0; user < nUsers; user++) {
    for (let e = rows.indptr[user]; e < rows.indptr[user + 1]; e++) {
      if (!isLike(rows.halfStars[e])) continue
      indices[filled] = rows.indices[e]
      values[filled++] = confidences[rows.halfStars[e]]
    }
    indptr[user + 1] = filled
  }
  return { indptr, indices, values }
}
