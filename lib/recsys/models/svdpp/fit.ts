// Fitting SVD++: stochastic gradient descent, one person after the other.
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { meanStars, paddedWidth, withoutPadding } from '../rating-values'
import { drawFactors, keepFilms, rateOf, type BiasedFactorsState } from '../svd/fit'
import { traceTrainingError } from '../svd/training-error'
import { takeOffTime } from '../time-effects'
import type { SvdppConfig } from './config'

const PEOPLE_PER_STEP = 256

/**
 * Minimises Σ (r_ui − μ − b_u − b_i − (p_u + z_u) · q_i)² + λ (b_u² + b_i² + ‖p_u‖² + ‖q_i‖²) + λ_y Σ_{j ∈ N_u} ‖y_j‖² over the ratings, by SGD;
 * z_u = |N_u|^-½ Σ_{j ∈ N_u} y_j, N_u what somebody has rated: that they did is itself a hint. The step falls linearly to a tenth.
 *
 * People come in a new seeded order every epoch. All steps of a person's ratings on the y_j are the same but for the film, so they are added
 * up in z_u and shared out once: O(factors) a rating instead of O(|N_u| factors). One thread: people share the y_j.
 * The learning curve `training RMSE`, in stars, is worked out after each epoch when somebody draws it: O(nRatings factors).
 * Cost: O(epochs nRatings factors) time; 8 bytes a rating, 4 (factors + 1) per person and 4 (2 factors + 1) per film while it runs.
 * Source: Koren, "Factorization meets the neighborhood", KDD 2008, eq. 15. **Deviation:** the falling step; a person moves the y_j by
 * their mean error, not by the sum, and they decay once a person: with sums those who rate most would drown everyone else, and it overfits.
 */
export function fitSvdpp(matrix: RatingMatrix, config: SvdppConfig, context: FitContext): BiasedFactorsState {
  const step = trackFit(context)
  const { factors, epochs, regularization, learningRate, implicitLearningRate, implicitRegularization } = config
  const { nUsers, nItems, nRatings } = matrix
  const width = paddedWidth(factors)
  const random = createRandom(context.seed)
  const globalMean = meanStars(matrix)
  const time = takeOffTime(matrix, config)
  return withKernels({ threads: 1 }, (kernels) => {
    const order = kernels.copy(Int32Array.from({ length: nUsers }, (_, user) => user))
    const { indptr, indices, halfStars } = matrix.rows
    const stars = Float32Array.from(halfStars, (value, e) => value / 2 - (time?.effects[e] ?? 0))
    const ratings = [kernels.copy(indices), kernels.copy(stars)]
    const starts = kernels.copy(indptr)
    const [userBiases, itemBiases] = [nUsers, nItems].map((rows) => kernels.allocate(Float32Array, rows))
    const [userFactors, itemFactors] = [nUsers, nItems].map((rows) => drawFactors(kernels, random, rows, factors))
    const implicitFactors = kernels.allocate(Float32Array, nItems * width)
    const arrays = [...ratings, userBiases, itemBiases, userFactors, itemFactors, implicitFactors]
    const draw = traceTrainingError(kernels, context, { nRatings, nUsers, width, globalMean, indptr: starts, arrays })
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order)
      const rate = rateOf(epoch, config)
      const implicitRate = (rate / learningRate) * implicitLearningRate
      const scalars = [width, globalMean, rate, regularization, implicitRate, implicitRegularization]
      const options = {
        chunk: PEOPLE_PER_STEP,
        scratch: 8 * width,
        step: (fraction: number) => step((epoch + fraction) / epochs),
      }
      kernels.run('descendPeople', nUsers, options, order, starts, ...arrays, ...scalars)
      draw?.(epoch + 1)
    }
    const counts = countRaters(matrix, 0)
    const places = Int32Array.from({ length: nItems }, (_, item) => item)
    const learned = { places, width, biases: itemBiases, factors: itemFactors }
    const films = { globalMean, counts, ...keepFilms(counts, learned, factors), timeEffects: time?.timeEffects }
    return { ...films, implicitFactors: withoutPadding(implicitFactors, width, factors) }
  })
}
