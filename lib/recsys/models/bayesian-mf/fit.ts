// Fitting Bayesian matrix factorisation: a Gibbs chain, of which some draws are kept.
import { withKernels, type Kernels } from '@/lib/math/kernels/pool'
import { multiplySymmetric, sampleGamma, sampleNormalWishart, type NormalParameters } from '@/lib/math/normal-wishart'
import { createRandom, type Random } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { FitContext } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import { paddedWidth, valuesOf, type ValueRows } from '../rating-values'
import { svdConfigSchema } from '../svd/config'
import { fitSvd, type BiasedFactorsState } from '../svd/fit'
import type { BayesianMfConfig } from './config'

/** S draws, the films' factors of all of them side by side. K = factors. */
export interface BayesianMfState {
  /** μ, the mean of all ratings in stars; 3 for a crowd without any. */
  globalMean: number
  /** (nItems × S × K) v, zeros for films without ratings. */
  itemFactors: Float32Array
  /** (S × K) and (S × K × K): mean and precision of people's factors. */
  userMeans: Float64Array
  userPrecisions: Float64Array
  /** (S) α: one divided by the variance of a rating around its expectation. */
  precisions: Float64Array
  /** (nItems) how many rated each film. */
  counts: Uint32Array
}

/** The part of the progress that finding a start takes. */
const START_SHARE = 0.1
/** Rows that a thread takes at a time. */
const CHUNK = 32
/** Gamma prior of α: weak, around 1. */
const NOISE_PRIOR = { shape: 1, rate: 1 }
/** People before anything is known of them: little taste. */
const START_PRECISION = 4

/** One side of the chain: its ratings, its factors and what they are drawn by, all in the kernels' memory. */
interface Side {
  rows: { indptr: Uint32Array; indices: Int32Array; values: Float32Array }
  factors: Float32Array
  n: number
}

/**
 * Draws from the posterior of  r_ui ~ N(μ + u_u · v_i, α⁻¹),  u ~ N(μ_U, Λ_U⁻¹),  v ~ N(μ_V, Λ_V⁻¹),  with Normal-Wishart priors on both
 * (μ, Λ) and α ~ Gamma(1, 1), by Gibbs sampling: every row given the other side is normal, every (μ, Λ) is {@link sampleNormalWishart}.
 * The chain begins at a biased factorisation by descent, as v = (q, 1, b), so that it need not find one.
 *
 * The learning curve `training RMSE` follows the chain round by round: it stops falling where the chain has arrived.
 * Deterministic: normals are drawn by one generator before the rows are shared out to threads.
 * Cost: (burnIn + samples · thinning) passes of O(nRatings K² + (nUsers + nItems) K³ / 6); while it runs 16 bytes a rating and 8 K per row,
 * afterwards 4 · samples · K per film.
 * Source: Salakhutdinov & Mnih, ICML 2008. **Deviation:** the start, and α, which the paper fixes, is drawn.
 */
export function fitBayesianMf(matrix: RatingMatrix, config: BayesianMfConfig, context: FitContext): BayesianMfState {
  const step = trackFit(context)
  const start = findStart(matrix, config, context, (fraction) => step(START_SHARE * fraction))
  const random = createRandom(context.seed)
  return withKernels({ threads: context.threads }, (kernels) => {
    const chain = new Chain(kernels, random, matrix, start, config.factors)
    const state = emptyState(matrix, start.globalMean, config)
    const draws = config.burnIn + (config.samples - 1) * config.thinning
    for (let draw = 0; draw <= draws; draw++) {
      const late = draw - config.burnIn
      if (late >= 0 && late % config.thinning === 0) keepDraw(state, chain, late / config.thinning, config)
      if (draw < draws) {
        chain.advance()
        context.onCurve?.({ name: 'training RMSE', step: draw + 1, value: chain.trainingError })
      }
      step(START_SHARE + ((1 - START_SHARE) * (draw + 1)) / (draws + 1))
    }
    return state
  })
}

function findStart(
  matrix: RatingMatrix,
  { factors, startEpochs }: BayesianMfConfig,
  { seed, threads, signal }: FitContext,
  onProgress: (fraction: number) => void,
): BiasedFactorsState {
  const config = svdConfigSchema.parse({ factors: factors - 2, epochs: startEpochs })
  return fitSvd(matrix, config, { seed, threads, signal, onProgress })
}

/** The chain's present place. */
class Chain {
  readonly width: number
  readonly items: Side
  readonly people: Side
  personPrior: NormalParameters
  alpha = 1
  /** Of what the last draw of people and the films before it expect, in stars. */
  trainingError = 0
  private readonly precision: Float32Array
  private readonly pull: Float32Array
  private readonly noise: Float32Array
  private readonly errors: Float64Array

  constructor(
    private readonly kernels: Kernels,
    private readonly random: Random,
    matrix: RatingMatrix,
    start: BiasedFactorsState,
    readonly factors: number,
  ) {
    this.width = paddedWidth(factors)
    const { nUsers, nItems } = matrix
    this.people = this.sideOf(valuesOf(matrix.rows, start.globalMean), nUsers)
    this.items = this.sideOf(valuesOf(matrix.byItem(), start.globalMean), nItems)
    for (let item = 0; item < nItems; item++) {
      const own = start.itemFactors.subarray(item * (factors - 2), (item + 1) * (factors - 2))
      this.items.factors.set([...own, 1, start.itemBiases[item]], item * this.width)
    }
    const mean = new Float64Array(factors)
    mean[factors - 1] = 1
    this.personPrior = { mean, precision: diagonal(factors, START_PRECISION) }
    this.precision = kernels.copy(Float32Array.from(diagonal(this.width, 1)))
    this.pull = kernels.allocate(Float32Array, this.width)
    this.noise = kernels.allocate(Float32Array, Math.max(nUsers, nItems) * this.width)
    this.errors = kernels.allocate(Float64Array, nUsers)
  }

  /** People given films, the noise, films given people, and what people are drawn by next. */
  advance(): void {
    const { people, items, random, factors, width } = this
    this.drawRows(people, items, this.personPrior)
    this.alpha = this.drawPrecision()
    this.drawRows(items, people, sampleNormalWishart(random, items.factors, { width: factors, stride: width }))
    this.personPrior = sampleNormalWishart(random, people.factors, { width: factors, stride: width })
  }

  private sideOf({ indptr, indices, values }: ValueRows, n: number): Side {
    const { kernels } = this
    const rows = { indptr: kernels.copy(indptr), indices: kernels.copy(indices), values: kernels.copy(values) }
    return { rows, factors: kernels.allocate(Float32Array, n * this.width), n }
  }

  private drawRows(side: Side, other: Side, { mean, precision }: NormalParameters): void {
    const { factors, width, noise, pull } = this
    for (let f = 0; f < factors; f++) this.precision.set(precision.subarray(f * factors, (f + 1) * factors), f * width)
    pull.set(multiplySymmetric(precision, mean))
    for (let row = 0; row < side.n; row++)
      for (let f = 0; f < factors; f++) noise[row * width + f] = this.random.normal()
    const { indptr, indices, values } = side.rows
    const options = { chunk: CHUNK, scratch: 4 * width * (width + 1) }
    const given = [indptr, indices, values, other.factors, width, this.precision, pull, this.alpha, noise, side.factors]
    this.kernels.run('sampleRows', side.n, options, ...given)
  }

  /** α ~ Gamma(1 + nRatings / 2, rate 1 + Σ error² / 2). */
  private drawPrecision(): number {
    const { indptr, indices, values } = this.people.rows
    const given = [indptr, indices, values, this.people.factors, this.items.factors, this.width, this.errors]
    this.kernels.run('squaredErrors', this.people.n, { chunk: 4 * CHUNK }, ...given)
    const squares = this.errors.reduce((sum, value) => sum + value, 0)
    this.trainingError = Math.sqrt(squares / Math.max(1, values.length))
    const shape = NOISE_PRIOR.shape + values.length / 2
    return sampleGamma(this.random, shape) / (NOISE_PRIOR.rate + squares / 2)
  }
}

function diagonal(width: number, value: number): Float64Array {
  const matrix = new Float64Array(width * width)
  for (let f = 0; f < width; f++) matrix[f * width + f] = value
  return matrix
}

function emptyState(matrix: RatingMatrix, globalMean: number, { factors, samples }: BayesianMfConfig): BayesianMfState {
  return {
    globalMean,
    itemFactors: new Float32Array(matrix.nItems * samples * factors),
    userMeans: new Float64Array(samples * factors),
    userPrecisions: new Float64Array(samples * factors ** 2),
    precisions: new Float64Array(samples),
    counts: countRaters(matrix, 0),
  }
}

function keepDraw(state: BayesianMfState, chain: Chain, draw: number, { factors, samples }: BayesianMfConfig): void {
  state.counts.forEach((count, item) => {
    const at = item * chain.width
    if (count > 0)
      state.itemFactors.set(chain.items.factors.subarray(at, at + factors), (item * samples + draw) * factors)
  })
  state.userMeans.set(chain.personPrior.mean, draw * factors)
  state.userPrecisions.set(chain.personPrior.precision, draw * factors ** 2)
  state.precisions[draw] = chain.alpha
}
