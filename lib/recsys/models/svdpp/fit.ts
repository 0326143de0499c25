// Fitting SVD++: stochastic gradient descent over blocks of ratings, and implicit factors that move after each epoch.
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { meanStars, paddedWidth } from '../rating-values'
import { cutIntoBlocks } from '../svd/blocks'
import { drawFactors, keepFilms, rateOf, type BiasedFactorsState } from '../svd/fit'
import { traceTrainingError } from '../svd/training-error'
import { takeOffTime } from '../time-effects'
import type { SvdppConfig } from './config'

/** People that a thread takes at a time. */
const CHUNK = 64

/**
 * Minimises Σ (r_ui − μ − b_u − b_i − (p_u + z_u) · q_i)² + λ (b_u² + b_i² + ‖p_u‖² + ‖q_i‖²) + λ_y Σ_{j ∈ N_u} ‖y_j‖² over the ratings, by SGD;
 * z_u = |N_u|^-½ Σ_{j ∈ N_u} y_j, N_u what somebody has rated: that they did is itself a hint. The step falls linearly to a tenth.
 *
 * Ratings come in blocks and strata as in {@link fitSvd}, on threads, up to four of a person at once. All steps of a person's ratings on the y_j are the
 * same but for the film, so during an epoch z_u takes them, and after it what z_u has moved by is shared out among the y_j, film group by film group:
 * O(factors) a rating instead of O(|N_u| factors). Same seed, same model, on any number of threads.
 * The learning curve `training RMSE`, in stars, is worked out after each epoch when somebody draws it: O(nRatings factors).
 * Cost: O(epochs nRatings factors) time; 13 bytes a rating, 4 (3 factors + 21) per person and 4 (2 factors + 3) per film while it runs.
 * Source: Koren, "Factorization meets the neighborhood", KDD 2008, eq. 15. **Deviation:** the falling step; a person moves the y_j by
 * their mean error, not by the sum, and they decay once a person: with sums those who rate most would drown everyone else, and it overfits. The y_j
 * move once an epoch.
 */
export function fitSvdpp(matrix: RatingMatrix, config: SvdppConfig, context: FitContext): BiasedFactorsState {
  const step = trackFit(context)
  const { factors, epochs, regularization, learningRate, implicitLearningRate, implicitRegularization } = config
  const { nUsers, nItems, nRatings } = matrix
  const width = paddedWidth(factors)
  const random = createRandom(context.seed)
  const time = takeOffTime(matrix, config)
  return withKernels({ threads: context.threads }, (kernels) => {
    const globalMean = meanStars(matrix)
    const counts = countRaters(matrix, 0)
    const cut = cutIntoBlocks(kernels, matrix, counts, time?.effects)
    const { blocks, itemPlaces, userPlaces, groups, indptr, items, stars } = cut
    const [userBiases, itemBiases] = [nUsers, nItems].map((rows) => kernels.allocate(Float32Array, rows))
    const [userFactors, itemFactors] = [nUsers, nItems].map((rows) => drawFactors(kernels, random, rows, factors))
    const implicitFactors = kernels.allocate(Float32Array, nItems * width)
    const [tastes, before] = [1, 2].map(() => kernels.allocate(Float32Array, nUsers * width))
    const lengths = lengthsAt(userPlaces, matrix)
    const shares = kernels.copy(lengths.map((n) => 1 / Math.sqrt(n)))
    const zShares = kernels.copy(lengths.map((n) => implicitLearningRate / learningRate / n))
    const parameters = [items, stars, userBiases, itemBiases, userFactors, itemFactors, tastes]
    const draw = traceTrainingError(kernels, context, {
      nRatings,
      nUsers,
      width,
      globalMean,
      indptr,
      arrays: parameters,
    })
    const strata = Int32Array.from({ length: blocks }, (_, stratum) => stratum)
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rate = rateOf(epoch, config)
      random.shuffle(strata).forEach((stratum, done) => {
        const scalars = [nUsers, width, blocks, stratum, globalMean, rate, regularization]
        kernels.run('descendBlocks', blocks, { chunk: 1 }, groups, indptr, ...parameters, zShares, ...scalars)
        step((epoch + (done + 1) / (blocks + 1)) / epochs)
      })
      const kept = 1 - (rate / learningRate) * implicitLearningRate * implicitRegularization
      const choices = [indptr, items, implicitFactors, nUsers]
      kernels.run(
        'shareChoices',
        blocks,
        { chunk: 1, scratch: 4 * width },
        ...choices,
        width,
        shares,
        tastes,
        before,
        kept,
      )
      // After the last epoch only the learning curve asks for them.
      if (draw || epoch + 1 < epochs)
        kernels.run('sumChoices', nUsers, { chunk: CHUNK }, ...choices, blocks, width, shares, tastes, before)
      step((epoch + 1) / epochs)
      draw?.(epoch + 1)
    }
    const films = { places: itemPlaces, width, biases: itemBiases, factors: itemFactors }
    const chosen = keepFilms(counts, { ...films, factors: implicitFactors }, factors).itemFactors
    const kept = { globalMean, counts, ...keepFilms(counts, films, factors), implicitFactors: chosen }
    return { ...kept, timeEffects: time?.timeEffects }
  })
}

/** (nUsers) how many films each has rated, by place; 1 for those who have none, whom nothing is shared out among. */
function lengthsAt(userPlaces: Int32Array, { rows: { indptr } }: RatingMatrix): Float32Array {
  const lengths = new Float32Array(userPlaces.length)
  userPlaces.forEach((place, user) => (lengths[place] = Math.max(1, indptr[user + 1] - indptr[user])))
  return lengths
}
