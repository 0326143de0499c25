// Fitting biased matrix factorisation: stochastic gradient descent over blocks of ratings.
import { withKernels, type Kernels } from '@/lib/math/kernels/pool'
import { createRandom, type Random } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { meanStars, paddedWidth } from '../rating-values'
import { takeOffTime, type TimeEffects } from '../time-effects'
import { cutIntoBlocks } from './blocks'
import type { SvdConfig } from './config'
import { traceTrainingError } from './training-error'

/** Small, so that what is not learned stays out of the way. */
const SPREAD = 0.02

/** What is kept of the fit: everything about films, nothing about people. */
export interface BiasedFactorsState {
  /** μ, the mean of all ratings in stars; 3 for a crowd without any. */
  globalMean: number
  /** (nItems) b_i, in stars. */
  itemBiases: Float32Array
  /** (nItems × factors) q_i. */
  itemFactors: Float32Array
  /** (nItems × factors) y_i, of SVD++ only. */
  implicitFactors?: Float32Array
  /** (nItems) how many rated each film. */
  counts: Uint32Array
  /** What was taken off the stars before anything else was learned of them, where times count. */
  timeEffects?: TimeEffects
}

/**
 * Minimises Σ (r_ui − μ − b_u − b_i − p_u · q_i)² + λ (b_u² + b_i² + ‖p_u‖² + ‖q_i‖²) over the ratings, by SGD with a step that falls
 * linearly to a tenth.
 *
 * People and films are dealt to 8 groups each. An epoch goes through 8 strata in a seeded order; a stratum is 8 blocks of ratings that share no
 * person and no film, so that threads learn from them at once and the result does not depend on how many there are.
 * The learning curve `training RMSE`, in stars, is worked out after each epoch when somebody draws it: O(nRatings factors).
 * Cost: O(epochs nRatings factors) time; 13 bytes a rating, 4 (factors + 19) per person and 4 (factors + 3) per film while it runs.
 * Source: Koren, Bell & Volinsky, "Matrix factorization techniques for recommender systems", Computer 2009; Gemulla et al., "Large-scale
 * matrix factorization with distributed stochastic gradient descent", KDD 2011, for the strata. **Deviation:** the falling step; up to four
 * ratings of a person are learned from at once, by errors that were taken before any of the four moved the person's factors.
 */
export function fitSvd(matrix: RatingMatrix, config: SvdConfig, context: FitContext): BiasedFactorsState {
  const step = trackFit(context)
  const { factors, epochs, regularization } = config
  const { nUsers, nItems, nRatings } = matrix
  const width = paddedWidth(factors)
  const random = createRandom(context.seed)
  const time = takeOffTime(matrix, config)
  return withKernels({ threads: context.threads }, (kernels) => {
    const globalMean = meanStars(matrix)
    const counts = countRaters(matrix, 0)
    const cut = cutIntoBlocks(kernels, matrix, counts, time?.effects)
    const { blocks, itemPlaces, groups, indptr, items, stars } = cut
    const ratings = [items, stars]
    const [userBiases, itemBiases] = [nUsers, nItems].map((rows) => kernels.allocate(Float32Array, rows))
    const [userFactors, itemFactors] = [nUsers, nItems].map((rows) => drawFactors(kernels, random, rows, factors))
    const parameters = [userBiases, itemBiases, userFactors, itemFactors]
    const withoutTastes = [0, 0]
    const arrays = [...ratings, ...parameters, 0]
    const draw = traceTrainingError(kernels, context, { nRatings, nUsers, width, globalMean, indptr, arrays })
    const strata = Int32Array.from({ length: blocks }, (_, stratum) => stratum)
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rate = rateOf(epoch, config)
      random.shuffle(strata).forEach((stratum, done) => {
        const scalars = [nUsers, width, blocks, stratum, globalMean, rate, regularization]
        kernels.run(
          'descendBlocks',
          blocks,
          { chunk: 1 },
          groups,
          indptr,
          ...ratings,
          ...parameters,
          ...withoutTastes,
          ...scalars,
        )
        step((epoch + (done + 1) / blocks) / epochs)
      })
      draw?.(epoch + 1)
    }
    const learned = { places: itemPlaces, width, biases: itemBiases, factors: itemFactors }
    return { globalMean, counts, ...keepFilms(counts, learned, factors), timeEffects: time?.timeEffects }
  })
}

/** The step of an epoch. */
export function rateOf(epoch: number, { epochs, learningRate }: { epochs: number; learningRate: number }): number {
  return learningRate * (1 - (0.9 * epoch) / Math.max(1, epochs - 1))
}

/**
 * (rows × paddedWidth(factors)) uniform with mean 0 and deviation 0.02, zeros beyond `factors`; normals would take longer and learn the same.
 */
export function drawFactors(kernels: Kernels, random: Random, rows: number, factors: number): Float32Array {
  const width = paddedWidth(factors)
  const drawn = kernels.allocate(Float32Array, rows * width)
  kernels.run(
    'drawUniform',
    rows,
    { chunk: 256 },
    random.integer(2 ** 32),
    drawn,
    width,
    factors,
    SPREAD * Math.sqrt(3),
  )
  return drawn
}

/** Rows of films in the kernels' memory, each at its place. */
interface PlacedFilms {
  places: Int32Array
  /** Of a row of factors. */
  width: number
  biases: Float32Array
  factors: Float32Array
}

/** Copies what was learned of films, without padding; of those that nobody rated nothing was, and their starting factors mean nothing. */
export function keepFilms(
  counts: Uint32Array,
  { places, width, ...learned }: PlacedFilms,
  factors: number,
): { itemBiases: Float32Array; itemFactors: Float32Array } {
  const itemBiases = new Float32Array(counts.length)
  const itemFactors = new Float32Array(counts.length * factors)
  counts.forEach((count, item) => {
    if (count === 0) return
    const at = places[item] * width
    itemBiases[item] = learned.biases[places[item]]
    itemFactors.set(learned.factors.subarray(at, at + factors), item * factors)
  })
  return { itemBiases, itemFactors }
}
