// Fitting implicit ALS: likes with confidences, and the two sides in turn.
import { transposeCsr, type Csr } from '@/lib/math/csr'
import { AlsSolver, type AlsMethod, type AlsSide } from '@/lib/math/kernels/als'
import { paddedTo8, unpadColumns } from '@/lib/math/kernels/octets'
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import type { ImplicitAlsConfig } from './config'
import { ridgeOf, selectLikes } from './likes'

/**
 * Minimises Σ_likes c_ui (1 − x_u · y_i)² + α₀ Σ_ui (x_u · y_i)² + Σ_u λ_u ‖x_u‖² + Σ_i λ_i ‖y_i‖², λ_row = λ (n_row + α₀ N)^ν,
 * one side after the other, in single precision. Where the context draws curves, `loss` is that sum after every epoch, per person.
 * Time: `epochs` of {@link AlsSolver.solve} on both sides. Memory: 24 bytes per like, 4 · factors bytes per person and per film,
 * and per thread 2,560 · factors bytes (`cg`; in blocks 4 · factors bytes for each like of the longest row).
 * @returns Y (nItems × factors), rows of zeros for films that nobody likes, along the axes of Σ x xᵀ, the longest first.
 * @throws RangeError where λ is too small for single precision.
 */
export function fitItemFactors(matrix: RatingMatrix, config: ImplicitAlsConfig, context: FitContext): Float32Array {
  const step = trackFit(context)
  const width = paddedTo8(config.factors)
  const likes = selectLikes(matrix, config)
  return withKernels({ threads: context.threads }, (kernels) => {
    const { unobservedWeight } = config
    const solver = new AlsSolver(kernels, { width, method: methodOf(config, width), unobservedWeight })
    const users = placeSide(solver, likes, matrix.nItems, config)
    const items = placeSide(solver, transposeCsr(likes, matrix.nItems), matrix.nUsers, config)
    scatter(items.factors, config.factors, width, context.seed)
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      solver.solve(users, items, (fraction) => step((epoch + fraction / 2) / config.epochs))
      solver.solve(items, users, (fraction) => step((epoch + 0.5 + fraction / 2) / config.epochs))
      if (context.onCurve) {
        const value = solver.loss(users, items) / Math.max(1, matrix.nUsers)
        context.onCurve({ name: 'loss', step: epoch + 1, value })
      }
    }
    step(1)
    return unpadColumns(items.factors, config.factors, width)
  })
}

function methodOf({ solver, cgSteps, blockSize, exactFrom }: ImplicitAlsConfig, width: number): AlsMethod {
  if (solver === 'cholesky') return { kind: 'exact' }
  if (solver === 'cg') return { kind: 'descend', steps: cgSteps }
  return { kind: 'blocks', size: Math.min(width, paddedTo8(blockSize)), exactFrom }
}

function placeSide(solver: AlsSolver, likes: Csr, others: number, config: ImplicitAlsConfig): AlsSide {
  const side = solver.place(likes, likes.values)
  for (let row = 0; row < side.ridges.length; row++)
    side.ridges[row] = ridgeOf(config, likes.indptr[row + 1] - likes.indptr[row], others)
  return side
}

/** Small random factors to begin with; the columns that only fill up stay zero, and then for good. */
function scatter(factors: Float32Array, columns: number, width: number, seed: number): void {
  const { normal } = createRandom(seed)
  for (let at = 0; at < factors.length; at += width)
    for (let f = 0; f < columns; f++) factors[at + f] = (normal() * 0.1) / Math.sqrt(columns)
}
