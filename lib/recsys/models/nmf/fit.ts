// Fitting non-negative matrix factorisation: people given films, films given people, each without a negative part.
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { meanStars, paddedWidth, valuesOf, withoutPadding } from '../rating-values'
import type { NmfConfig } from './config'

/** Steps per row and epoch, from where the row was; the next epoch goes on. */
const SWEEPS = 2
/** Rows that a thread takes at a time. */
const CHUNK = 32

export interface NmfState {
  /** (nItems × factors) q ≥ 0; zeros for films without ratings. */
  itemFactors: Float32Array
  /** (nItems) how many rated each film. */
  counts: Uint32Array
  /** (factors) the mean p of the crowd. */
  meanTaste: Float64Array
}

/**
 * Minimises Σ (r_ui − p_u · q_i)² + λ Σ_u n_u ‖p_u‖² + λ Σ_i n_i ‖q_i‖² over the ratings, p and q ≥ 0, by coordinate descent: each coordinate
 * in turn takes its exact minimum, or 0 where that would be negative. The objective never rises. n is the number of ratings of a row.
 *
 * Rows are independent given the other side, so threads share them out and the result does not depend on how many there are.
 * The learning curve `training RMSE`, in stars, is worked out after each epoch when somebody draws it: O(nRatings factors).
 * Cost: O(epochs (nRatings factors² + rows factors²)) time; 16 bytes a rating and 4 factors per row while it runs.
 * Source: Lee & Seung, NIPS 2001, for the problem; Cichocki & Phan, IEICE 2009 (HALS), for the updates. **Deviation:** of Lee & Seung's
 * multiplicative updates, which are slower and cannot leave zero; only given ratings count, with λ.
 */
export function fitNmf(matrix: RatingMatrix, config: NmfConfig, context: FitContext): NmfState {
  const step = trackFit(context)
  const { factors, epochs, regularization } = config
  const { nUsers, nItems } = matrix
  const width = paddedWidth(factors)
  const random = createRandom(context.seed)
  return withKernels({ threads: context.threads }, (kernels) => {
    // Products begin near the mean of all ratings, and no two columns alike.
    const size = Math.sqrt(meanStars(matrix) / factors)
    const begin = (rows: number) => {
      const drawn = kernels.allocate(Float32Array, rows * width)
      for (let row = 0; row < rows; row++)
        for (let f = 0; f < factors; f++) drawn[row * width + f] = size * (0.5 + random.next())
      return drawn
    }
    const [people, films] = [begin(nUsers), begin(nItems)]
    const [byPerson, byFilm] = [valuesOf(matrix.rows, 0), valuesOf(matrix.byItem(), 0)].map((rows) =>
      [rows.indptr, rows.indices, rows.values].map((array) => kernels.copy(array)),
    )
    const options = { chunk: CHUNK, scratch: 4 * width * (width + 1) }
    const scalars = [width, regularization, SWEEPS]
    const squares = kernels.allocate(Float64Array, context.onCurve ? nUsers : 0)
    const trainingError = () => {
      kernels.run('squaredErrors', nUsers, { chunk: 4 * CHUNK }, ...byPerson, people, films, width, squares)
      return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / Math.max(1, matrix.nRatings))
    }
    for (let epoch = 0; epoch < epochs; epoch++) {
      kernels.run('nonNegativeRows', nUsers, options, ...byPerson, films, ...scalars, people)
      step((epoch + 0.5) / epochs)
      kernels.run('nonNegativeRows', nItems, options, ...byFilm, people, ...scalars, films)
      step((epoch + 1) / epochs)
      context.onCurve?.({ name: 'training RMSE', step: epoch + 1, value: trainingError() })
    }
    const itemFactors = withoutPadding(films, width, factors)
    return {
      itemFactors,
      counts: countRaters(matrix, 0),
      meanTaste: meanOf(withoutPadding(people, width, factors), factors),
    }
  })
}

function meanOf(rows: Float32Array, width: number): Float64Array {
  const mean = new Float64Array(width)
  rows.forEach((value, at) => (mean[at % width] += (value * width) / rows.length))
  return mean
}
