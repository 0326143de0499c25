// The fitted biased factorisation: predicts stars for anyone whose ratings it is shown.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { SvdConfig } from './config'
import type { SvdState } from './fit'

/**
 * Folds a profile in by ridge regression on the fixed films, t = (b_u, p_u), q̃ = (1, q), e_j = r_j − μ − b_j:
 *
 *     A = Σ_j q̃_j q̃_jᵀ + λ (n + foldInPrior) I,   t = A⁻¹ Σ_j e_j q̃_j
 *     predict: r̂_i = μ + b_i + t · q̃_i, clamped to 0.5…5
 *     score:   s_i = (b_i + p_u · q_i) · n_i / (n_i + β), n_i = ratings of the film, β = scoreShrinkage
 *
 * The score is the deviation of the film from the person's own level, pulled to 0 where few have rated it: a film that a handful
 * adored does not rank before those that many did.
 * Cost: O(|profile| factors² / 2 + factors³ / 6 + nItems factors) a score; 4 (factors + 2) bytes per item.
 * Source: Koren et al., Computer 2009. **Deviation:** people are folded in, also those of the crowd.
 */
export class Svd implements FittedModel {
  readonly nItems: number
  /** (nItems × (factors + 1)) q̃. */
  private readonly extended: Float64Array
  private readonly width: number

  constructor(
    private readonly state: SvdState,
    private readonly config: SvdConfig,
  ) {
    this.nItems = state.counts.length
    this.width = config.factors + 1
    this.extended = new Float64Array(this.nItems * this.width)
    for (let item = 0; item < this.nItems; item++) {
      this.extended[item * this.width] = 1
      const q = state.itemFactors.subarray(item * config.factors, (item + 1) * config.factors)
      this.extended.set(q, item * this.width + 1)
    }
  }

  /** @returns (nItems) -Infinity for items without ratings; for an empty profile the shrunk biases of the films. */
  score(ratings: RatingVector): Float32Array {
    const t = this.foldIn(ratings)
    t[0] = 0
    return Float32Array.from({ length: this.nItems }, (_, item) =>
      this.state.counts[item] > 0 ? this.trustIn(item) * (this.state.itemBiases[item] + this.dot(item, t)) : -Infinity,
    )
  }

  predict(ratings: RatingVector, item: number): number | undefined {
    requireItem(item, this.nItems)
    const stars = this.starsOf(item, this.foldIn(ratings))
    return Number.isNaN(stars) ? undefined : stars
  }

  /** @returns (nItems) stars, NaN for items without ratings. */
  predictAll(ratings: RatingVector): Float32Array {
    const t = this.foldIn(ratings)
    return Float32Array.from({ length: this.nItems }, (_, item) => this.starsOf(item, t))
  }

  /** What each rated film adds through the factors, and what the crowd thinks. The amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    const { counts, itemBiases, globalMean } = this.state
    if (counts[item] === 0) return []
    const trust = this.trustIn(item)
    const z = this.extended.slice(item * this.width, (item + 1) * this.width)
    z[0] = 0
    solveFactored(this.systemOf(ratings), this.width, z)
    const amounts = Array.from(ratings.items, (rated, j) => trust * this.dot(rated, z) * this.errorOf(ratings, j))
    const mean = Math.min(5, Math.max(0.5, globalMean + itemBiases[item]))
    return [
      ...ratedItemReasons(ratings, amounts),
      { kind: 'crowd', mean, count: counts[item], amount: trust * itemBiases[item] },
    ]
  }

  /** By cosine of the factors. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return nearestByCosine(this.state.itemFactors, this.config.factors, item, n)
  }

  save(): ModelState {
    const { globalMean, ...arrays } = this.state
    return { arrays, meta: { globalMean, nItems: this.nItems, factors: this.config.factors } }
  }

  private starsOf(item: number, t: Float64Array): number {
    if (this.state.counts[item] === 0) return Number.NaN
    return Math.min(5, Math.max(0.5, this.state.globalMean + this.state.itemBiases[item] + this.dot(item, t)))
  }

  /** t = (b_u, p_u); zeros for an empty profile. */
  private foldIn(ratings: RatingVector): Float64Array {
    requireRatingVector(ratings, this.nItems)
    const t = new Float64Array(this.width)
    if (ratings.items.length === 0) return t
    ratings.items.forEach((item, j) => {
      const error = this.errorOf(ratings, j)
      for (let f = 0; f < t.length; f++) t[f] += error * this.extended[item * this.width + f]
    })
    solveFactored(this.systemOf(ratings), this.width, t)
    return t
  }

  /** The Cholesky factor of A. */
  private systemOf({ items }: RatingVector): Float64Array {
    const a = new Float64Array(this.width * this.width)
    const ridge = this.config.regularization * (items.length + this.config.foldInPrior)
    for (let f = 0; f < this.width; f++) a[f * this.width + f] = Math.max(ridge, Number.EPSILON)
    for (const item of items) addOuterProduct(a, this.width, this.extended, item * this.width, 1)
    factorCholesky(a, this.width)
    return a
  }

  /** A film that nobody rated tells nothing of its raters: what it was given is taken as expected. */
  private errorOf({ items, stars }: RatingVector, j: number): number {
    const { counts, globalMean, itemBiases } = this.state
    return counts[items[j]] > 0 ? stars[j] - globalMean - itemBiases[items[j]] : 0
  }

  private trustIn(item: number): number {
    return this.state.counts[item] / (this.state.counts[item] + this.config.scoreShrinkage)
  }

  private dot(item: number, t: Float64Array): number {
    const at = item * this.width
    let sum = 0
    for (let f = 0; f < t.length; f++) sum += this.extended[at + f] * t[f]
    return sum
  }
}
