// Fitting biased matrix factorisation: stochastic gradient descent, one person after the other.
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import { countRaters } from '../preferences'
import type { SvdConfig } from './config'

const USERS_PER_STEP = 64
const SPREAD = 0.1

/** What is kept of the fit: everything about films, nothing about people. */
export interface SvdState {
  /** μ, the mean of all ratings in stars; 3 for a crowd without any. */
  globalMean: number
  /** (nItems) b_i, in stars. */
  itemBiases: Float32Array
  /** (nItems × factors) q_i. */
  itemFactors: Float32Array
  /** (nItems) how many rated each film. */
  counts: Uint32Array
}

interface Parameters {
  userBiases: Float64Array
  itemBiases: Float64Array
  userFactors: Float64Array
  itemFactors: Float64Array
}

/**
 * Minimises Σ (r_ui − μ − b_u − b_i − p_u · q_i)² + λ (b_u² + b_i² + ‖p_u‖² + ‖q_i‖²) over the ratings, by SGD with a step that falls
 * linearly to a tenth. People come in a new seeded order every epoch, a person's ratings in item order, so that p_u stays in cache.
 *
 * Cost: O(epochs nRatings factors) time; 8 (factors + 1) bytes per person and film while it runs.
 * Source: Koren, Bell & Volinsky, "Matrix factorization techniques for recommender systems", Computer 2009.
 * **Deviation:** the falling step.
 */
export function fitSvd(
  matrix: RatingMatrix,
  config: SvdConfig,
  seed: number,
  step: (fraction: number) => void,
): SvdState {
  const { nUsers, nItems, rows } = matrix
  const { factors, epochs, learningRate } = config
  const random = createRandom(seed)
  const draw = (rowCount: number) => Float64Array.from({ length: rowCount * factors }, () => random.normal() * SPREAD)
  const parameters = {
    userBiases: new Float64Array(nUsers),
    itemBiases: new Float64Array(nItems),
    userFactors: draw(nUsers),
    itemFactors: draw(nItems),
  }
  const sum = rows.halfStars.reduce((total, halfStars) => total + halfStars, 0)
  const globalMean = matrix.nRatings > 0 ? sum / 2 / matrix.nRatings : 3
  const order = Int32Array.from({ length: nUsers }, (_, user) => user)
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = learningRate * (1 - (0.9 * epoch) / epochs)
    random.shuffle(order)
    for (let at = 0; at < nUsers; at++) {
      learnFrom(matrix, order[at], globalMean, parameters, rate, config)
      if (at % USERS_PER_STEP === 0) step((epoch + at / nUsers) / epochs)
    }
  }
  step(1)
  const counts = countRaters(matrix, 0)
  // Nothing was learned of these: their starting factors mean nothing.
  counts.forEach((count, item) => {
    if (count === 0) parameters.itemFactors.fill(0, item * factors, (item + 1) * factors)
  })
  return {
    globalMean,
    itemBiases: Float32Array.from(parameters.itemBiases),
    itemFactors: Float32Array.from(parameters.itemFactors),
    counts,
  }
}

/** One step for every rating of one person. */
function learnFrom(
  { rows: { indptr, indices, halfStars } }: RatingMatrix,
  user: number,
  globalMean: number,
  { userBiases, itemBiases, userFactors, itemFactors }: Parameters,
  rate: number,
  { factors, regularization }: SvdConfig,
): void {
  const p = user * factors
  for (let e = indptr[user]; e < indptr[user + 1]; e++) {
    const item = indices[e]
    const q = item * factors
    let estimate = globalMean + userBiases[user] + itemBiases[item]
    for (let f = 0; f < factors; f++) estimate += userFactors[p + f] * itemFactors[q + f]
    const error = halfStars[e] / 2 - estimate
    userBiases[user] += rate * (error - regularization * userBiases[user])
    itemBiases[item] += rate * (error - regularization * itemBiases[item])
    for (let f = 0; f < factors; f++) {
      const own = userFactors[p + f]
      const other = itemFactors[q + f]
      userFactors[p + f] = own + rate * (error * other - regularization * own)
      itemFactors[q + f] = other + rate * (error * own - regularization * other)
    }
  }
}
