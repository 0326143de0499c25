// The weights of a linear item-item model in closed form: one Gram matrix, one inverse.
import { allocateSymmetric, invertSymmetric, type KernelMatrix } from '@/lib/math/kernels/invert'
import { withKernels, type Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../../data/rating-matrix'
import { selectSharedLikes, shareLikes, type LikeIndices, type Likes } from '../likes'

const ROWS_PER_CHUNK = 8
/** Of a fit's time, as far as progress is concerned. */
const GRAM_SHARE = 0.2

/** Row j of `weights` (nCovered × nCovered) says how much film j speaks for every other; its own entry is 0. */
export interface LinearWeights {
  /** (nCovered) the item of each row. */
  items: Int32Array
  weights: Float32Array
}

export interface LinearProblem {
  minStars: number
  maxItems: number
  /** The diagonal of Λ, from the number of likes of each covered film; > 0. */
  ridgeOf: (count: number) => number
  threads?: number
  /** Called with the fraction done; it may throw to stop. */
  step: (fraction: number) => void
}

/**
 * B = I − P diag(1 ⊘ diag(P)) with P = (XᵀX + Λ)⁻¹: the weights without self-similarity that minimise ‖X − XB‖² under Λ.
 *
 * Bit-identical for any number of threads. Single precision: the residual of P stays below 10⁻⁴ for the regularisation these models use.
 * Cost: O(½ Σ_u n_u²) for the Gram matrix and n³/2 multiplications for the inverse, n = nCovered; 4 n² bytes kept, 8 n² and 8 bytes per like
 * at the peak. The kernels' 4 GiB end at about n = 30,000.
 * @throws RangeError when XᵀX + Λ cannot be inverted in single precision, or the memory does not suffice.
 */
export function fitLinearWeights(matrix: RatingMatrix, problem: LinearProblem): LinearWeights {
  return withKernels({ threads: problem.threads }, (kernels) => {
    const likes = selectSharedLikes(kernels, matrix, problem.minStars, problem.maxItems)
    const gram = multiplyLikes(kernels, likes, problem.step)
    likes.counts.forEach((count, rank) => (gram.values[rank * gram.stride + rank] += problem.ridgeOf(count)))
    invertSymmetric(kernels, gram, (done) => problem.step(GRAM_SHARE + (1 - GRAM_SHARE) * done))
    return { items: likes.items, weights: toWeights(gram) }
  })
}

/** XᵀX, lower triangle; counts below 2²⁴ are exact. */
export function multiplyLikes(
  kernels: Kernels,
  likes: Likes<LikeIndices>,
  step: (fraction: number) => void,
): KernelMatrix {
  const gram = allocateSymmetric(kernels, likes.items.length)
  const alike = new Float32Array(likes.indptr.length - 1).fill(1)
  const options = { chunk: ROWS_PER_CHUNK, step: (done: number) => step(GRAM_SHARE * done) }
  kernels.run('gramRows', gram.size, options, ...shareLikes(kernels, likes, alike), gram.values, gram.stride)
  return gram
}

/** B_ji = −P_ji / P_ii off the diagonal. */
function toWeights({ size, stride, values }: KernelMatrix): Float32Array {
  const inverseDiagonal = Float64Array.from({ length: size }, (_, i) => 1 / values[i * stride + i])
  const weights = new Float32Array(size * size)
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) weights[j * size + i] = i === j ? 0 : -values[j * stride + i] * inverseDiagonal[i]
  return weights
}
