// Fitting implicit ALS: likes with confidences, and the two sides in turn.
import { transposeCsr, type Csr } from '@/lib/math/csr'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { ImplicitAlsConfig } from './config'
import { solveRows, type Factors } from './solve-rows'

/** c(stars) = 1 + α (stars − minStars) / (5 − minStars); plain 1 where minStars is 5. */
export function confidenceOf(stars: number, { alpha, minStars }: ImplicitAlsConfig): number {
  return minStars < 5 ? 1 + (alpha * (stars - minStars)) / (5 - minStars) : 1
}

/**
 * Minimises Σ_likes c_ui (1 − x_u · y_i)² + α₀ Σ_ui (x_u · y_i)² + Σ_u λ_u ‖x_u‖² + Σ_i λ_i ‖y_i‖², λ_row = λ (n_row + α₀ N)^ν.
 * Time: `epochs` of {@link solveRows} on both sides. Memory: 16 bytes per like, 8 · factors bytes per person and per film.
 * @returns Y (nItems × factors), rows of zeros for films that nobody likes.
 */
export function fitItemFactors(
  matrix: RatingMatrix,
  config: ImplicitAlsConfig,
  seed: number,
  step: (fraction: number) => void,
): Float32Array {
  const { factors: width, epochs } = config
  const byUser = selectConfidences(matrix, config)
  const byItem = transposeCsr(byUser, matrix.nItems)
  const users: Factors = { width, values: new Float64Array(matrix.nUsers * width) }
  const items: Factors = { width, values: new Float64Array(matrix.nItems * width) }
  const { normal } = createRandom(seed)
  for (let at = 0; at < items.values.length; at++) items.values[at] = (normal() * 0.1) / Math.sqrt(width)
  for (let epoch = 0; epoch < epochs; epoch++) {
    solveRows(byUser, users, items, config, (fraction) => step((epoch + fraction / 2) / epochs))
    solveRows(byItem, items, users, config, (fraction) => step((epoch + 0.5 + fraction / 2) / epochs))
  }
  step(1)
  return Float32Array.from(items.values)
}

function selectConfidences({ nUsers, rows }: RatingMatrix, config: ImplicitAlsConfig): Csr {
  const indptr = new Uint32Array(nUsers + 1)
  const isLike = (halfStars: number) => halfStars >= config.minStars * 2
  const total = rows.halfStars.reduce((count, halfStars) => count + (isLike(halfStars) ? 1 : 0), 0)
  const indices = new Int32Array(total)
  const values = new Float32Array(total)
  let filled = 0
  for (let user = 0; user < nUsers; user++) {
    for (let e = rows.indptr[user]; e < rows.indptr[user + 1]; e++) {
      if (!isLike(rows.halfStars[e])) continue
      indices[filled] = rows.indices[e]
      values[filled++] = confidenceOf(rows.halfStars[e] / 2, config)
    }
    indptr[user + 1] = filled
  }
  return { indptr, indices, values }
}
