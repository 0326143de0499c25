// Fitting biased matrix factorisation: stochastic gradient descent over blocks of ratings.
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom, type Random } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { starsToLearn, type TimeEffects } from '../time-effects'
import { meanStars, paddedWidth, withoutPadding } from '../rating-values'
import { cutIntoBlocks } from './blocks'
import type { SvdConfig } from './config'

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
 * Cost: O(epochs nRatings factors) time; 12 bytes a rating and 4 (factors + 1) per person and film while it runs.
 * Source: Koren, Bell & Volinsky, "Matrix factorization techniques for recommender systems", Computer 2009; Gemulla et al., "Large-scale
 * matrix factorization with distributed stochastic gradient descent", KDD 2011, for the strata. **Deviation:** the falling step.
 */
export function fitSvd(matrix: RatingMatrix, config: SvdConfig, context: FitContext): BiasedFactorsState {
  const step = trackFit(context)
  const { factors, epochs, regularization } = config
  const width = paddedWidth(factors)
  const random = createRandom(context.seed)
  const globalMean = meanStars(matrix)
  const { stars, timeEffects } = starsToLearn(matrix, config)
  return withKernels({ threads: context.threads }, (kernels) => {
    const { blocks, userPlaces, itemPlaces, ...cut } = cutIntoBlocks(matrix, stars)
    const ratings = [cut.starts, cut.users, cut.items, cut.stars].map((array) => kernels.copy(array))
    const userBiases = kernels.allocate(Float32Array, matrix.nUsers)
    const itemBiases = kernels.allocate(Float32Array, matrix.nItems)
    const userFactors = kernels.copy(drawFactors(random, userPlaces, factors, width))
    const itemFactors = kernels.copy(drawFactors(random, itemPlaces, factors, width))
    const parameters = [userBiases, itemBiases, userFactors, itemFactors]
    const strata = Int32Array.from({ length: blocks }, (_, stratum) => stratum)
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rate = rateOf(epoch, config)
      random.shuffle(strata).forEach((stratum, done) => {
        const scalars = [width, blocks, stratum, globalMean, rate, regularization]
        kernels.run('descendBlocks', blocks, { chunk: 1 }, ...ratings, ...parameters, ...scalars)
        step((epoch + (done + 1) / blocks) / epochs)
      })
    }
    const biases = Float32Array.from(itemPlaces, (place) => itemBiases[place])
    const ordered = withoutPadding(inOrder(itemFactors, itemPlaces, width), width, factors)
    return { ...keepFilms(matrix, globalMean, biases, ordered), timeEffects }
  })
}

/** The step of an epoch. */
export function rateOf(epoch: number, { epochs, learningRate }: { epochs: number; learningRate: number }): number {
  return learningRate * (1 - (0.9 * epoch) / Math.max(1, epochs - 1))
}

/**
 * (rows × width) uniform with mean 0 and deviation 0.02, zeros beyond `factors`; normals would take three times as long and learn the same.
 * @param places (rows) where each row lies, drawn in this order.
 */
export function drawFactors(random: Random, places: Int32Array, factors: number, width: number): Float32Array {
  const drawn = new Float32Array(places.length * width)
  const range = SPREAD * Math.sqrt(12)
  for (const place of places) for (let f = 0; f < factors; f++) drawn[place * width + f] = range * (random.next() - 0.5)
  return drawn
}

function inOrder(placed: Float32Array, places: Int32Array, width: number): Float32Array {
  const ordered = new Float32Array(placed.length)
  places.forEach((place, row) => ordered.set(placed.subarray(place * width, (place + 1) * width), row * width))
  return ordered
}

/** Copies what was learned of films; of those that nobody rated nothing was, and their starting factors mean nothing. */
export function keepFilms(
  matrix: RatingMatrix,
  globalMean: number,
  itemBiases: Float32Array,
  itemFactors: Float32Array,
): BiasedFactorsState {
  const counts = countRaters(matrix, 0)
  const factors = itemFactors.length / matrix.nItems
  counts.forEach((count, item) => {
    if (count === 0) itemFactors.fill(0, item * factors, (item + 1) * factors)
  })
  return { globalMean, itemBiases: Float32Array.from(itemBiases), itemFactors, counts }
}
