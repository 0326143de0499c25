// A fitted biased factorisation, with implicit factors or without: predicts stars for anyone whose ratings it is shown.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { LatestProfile } from '../latest-profile'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import { clampStars, StarRanker, type StarRanking } from '../star-ranking'
import type { BiasedFactorsState } from './fit'

export interface FoldIn extends StarRanking {
  factors: number
  foldInRegularization: number
  foldInPrior: number
}

/** What is known of somebody: their level, their taste, and the system both came from. */
interface Person {
  /** (factors + 1) t = (b_u, p_u + z_u). */
  t: Float64Array
  /** Cholesky factor of A. */
  factored: Float64Array
  /** (n) r_j − μ − b_j, of the profile. */
  errors: Float64Array
}

/**
 * Folds a profile in by ridge regression on the fixed films, q̃ = (1, q), e_j = r_j − μ − b_j, z = n^-½ Σ_j y_j (SVD++; zero for SVD):
 *
 *     A = Σ_j q̃_j q̃_jᵀ + λ' (n + foldInPrior) I,   (b_u, p_u) = A⁻¹ Σ_j (e_j − z · q_j) q̃_j
 *     predict: r̂_i = μ + b_i + b_u + (p_u + z) · q_i, clamped to 0.5…5
 *     score:   {@link StarRanker} of the deviation b_i + (p_u + z) · q_i from the person's own level
 *
 * Cost: O(|profile| factors² / 2 + factors³ / 6 + nItems factors) for the first question about a profile, O(nItems factors) after it;
 * 4 (factors + 2) bytes per item, twice the factors with implicit ones.
 * Source: Koren et al., Computer 2009; Koren, KDD 2008. **Deviation:** people are folded in, also those of the crowd.
 */
export class BiasedFactors implements FittedModel {
  readonly nItems: number
  /** (nItems × (factors + 1)) q̃. */
  private readonly extended: Float64Array
  private readonly width: number
  private readonly ranker: StarRanker
  private readonly people = new LatestProfile((ratings) => this.foldIn(ratings))

  constructor(
    private readonly state: BiasedFactorsState,
    private readonly config: FoldIn,
  ) {
    this.nItems = state.counts.length
    this.width = config.factors + 1
    this.ranker = new StarRanker(state.counts, config)
    this.extended = new Float64Array(this.nItems * this.width)
    for (let item = 0; item < this.nItems; item++) {
      this.extended[item * this.width] = 1
      const q = state.itemFactors.subarray(item * config.factors, (item + 1) * config.factors)
      this.extended.set(q, item * this.width + 1)
    }
  }

  /** @returns (nItems) -Infinity for items without ratings; for an empty profile what the crowd thinks. */
  score(ratings: RatingVector): Float32Array {
    const t = this.personOf(ratings).t.slice()
    t[0] = 0
    return this.ranker.score((item) => this.state.itemBiases[item] + this.dot(item, t))
  }

  predict(ratings: RatingVector, item: number): number | undefined {
    requireItem(item, this.nItems)
    const stars = this.starsOf(item, this.personOf(ratings).t)
    return Number.isNaN(stars) ? undefined : stars
  }

  /** @returns (nItems) stars, NaN for items without ratings. */
  predictAll(ratings: RatingVector): Float32Array {
    const { t } = this.personOf(ratings)
    return Float32Array.from({ length: this.nItems }, (_, item) => this.starsOf(item, t))
  }

  /**
   * What each rated film adds through the factors, and what the crowd thinks; the amounts add up to the score. With w_j = q̃_jᵀ A⁻¹ (0, q_i) a
   * rated film adds w_j e_j + n^-½ y_j · (q_i − Σ_l w_l q_l), times the film's trust.
   */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireItem(item, this.nItems)
    const { factored, errors } = this.personOf(ratings)
    const { counts, itemBiases, globalMean } = this.state
    if (counts[item] === 0) return []
    const trust = this.ranker.trust[item]
    const solved = this.extended.slice(item * this.width, (item + 1) * this.width)
    solved[0] = 0
    const left = solved.slice()
    solveFactored(factored, this.width, solved)
    const weights = Array.from(ratings.items, (rated) => this.dot(rated, solved))
    weights.forEach((weight, j) => {
      for (let f = 1; f < this.width; f++) left[f] -= weight * this.extended[ratings.items[j] * this.width + f]
    })
    const amounts = weights.map((weight, j) => trust * (weight * errors[j] + this.implicitPart(ratings, j, left)))
    const mean = clampStars(globalMean + itemBiases[item])
    const amount = trust * itemBiases[item] + this.ranker.start[item]
    return [...ratedItemReasons(ratings, amounts), { kind: 'crowd', mean, count: counts[item], amount }]
  }

  /** By cosine of the factors. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return nearestByCosine(this.state.itemFactors, this.config.factors, item, n)
  }

  save(): ModelState {
    const { globalMean, itemBiases, itemFactors, counts, implicitFactors } = this.state
    const arrays = { itemBiases, itemFactors, counts, ...(implicitFactors && { implicitFactors }) }
    return { arrays, meta: { globalMean, nItems: this.nItems, factors: this.config.factors } }
  }

  private starsOf(item: number, t: Float64Array): number {
    if (this.state.counts[item] === 0) return Number.NaN
    return clampStars(this.state.globalMean + this.state.itemBiases[item] + this.dot(item, t))
  }

  private personOf(ratings: RatingVector): Person {
    requireRatingVector(ratings, this.nItems)
    return this.people.of(ratings)
  }

  private foldIn({ items, stars }: RatingVector): Person {
    const { counts, globalMean, itemBiases } = this.state
    const n = items.length
    // A film that nobody rated tells nothing of its raters: what it was given is taken as expected.
    const errors = Float64Array.from(items, (item, j) =>
      counts[item] > 0 ? stars[j] - globalMean - itemBiases[item] : 0,
    )
    const factored = new Float64Array(this.width * this.width)
    const ridge = Math.max(this.config.foldInRegularization * (n + this.config.foldInPrior), Number.EPSILON)
    for (let f = 0; f < this.width; f++) factored[f * this.width + f] = ridge
    const z = this.implicitTaste(items)
    const t = new Float64Array(this.width)
    items.forEach((item, j) => {
      addOuterProduct(factored, this.width, this.extended, item * this.width, 1)
      const error = errors[j] - this.dot(item, z)
      for (let f = 0; f < t.length; f++) t[f] += error * this.extended[item * this.width + f]
    })
    factorCholesky(factored, this.width)
    solveFactored(factored, this.width, t)
    for (let f = 1; f < t.length; f++) t[f] += z[f]
    return { t, factored, errors }
  }

  /** (factors + 1) 0 and z = n^-½ Σ_j y_j. */
  private implicitTaste(items: Int32Array): Float64Array {
    const z = new Float64Array(this.width)
    const { implicitFactors } = this.state
    if (!implicitFactors || items.length === 0) return z
    const { factors } = this.config
    const share = 1 / Math.sqrt(items.length)
    for (const item of items) for (let f = 0; f < factors; f++) z[f + 1] += share * implicitFactors[item * factors + f]
    return z
  }

  /** n^-½ y_j · left. */
  private implicitPart({ items }: RatingVector, j: number, left: Float64Array): number {
    const { implicitFactors } = this.state
    if (!implicitFactors) return 0
    const at = items[j] * this.config.factors
    let sum = 0
    for (let f = 1; f < this.width; f++) sum += implicitFactors[at + f - 1] * left[f]
    return sum / Math.sqrt(items.length)
  }

  private dot(item: number, t: Float64Array): number {
    const at = item * this.width
    let sum = 0
    for (let f = 0; f < t.length; f++) sum += this.extended[at + f] * t[f]
    return sum
  }
}
