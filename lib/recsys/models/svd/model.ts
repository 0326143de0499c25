// A fitted biased factorisation, with implicit factors or without: predicts stars for anyone whose ratings it is shown.
import { AppError } from '@/lib/errors/app-error'
import { solveFactored } from '@/lib/math/cholesky'
import { RowRegression } from '@/lib/math/kernels/row-regression'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { LatestProfile } from '../latest-profile'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import { clampStars, StarRanker, type StarRanking } from '../star-ranking'
import { driftAt, driftOf, effectsOn, itemEffect, STILL, type Drift } from '../time-effects'
import type { BiasedFactorsState } from './fit'
import { saveTimeEffects } from './state'

export interface FoldIn extends StarRanking {
  factors: number
  foldInRegularization: number
  foldInPrior: number
}

/** What is known of somebody. */
interface Person {
  /** (factors + 1) t = (b_u, p_u + z). */
  t: Float32Array
  /** (n) r_j − μ − b_j, of the profile; what time did to the stars is taken off. */
  errors: Float64Array
  /** How their stars move, and when they rated last. */
  drift: Drift
  latest: number
}

/**
 * Folds a profile in by ridge regression on the fixed films, q̃ = (1, q), e_j = r_j − μ − b_j, z = n^-½ Σ_j y_j (SVD++; zero for SVD):
 *
 *     A = Σ_j q̃_j q̃_jᵀ + λ' (n + foldInPrior) I,   (b_u, p_u) = A⁻¹ Σ_j (e_j − z · q_j) q̃_j
 *     predict: r̂_i = μ + b_i + b_u + (p_u + z) · q_i, clamped to 0.5…5
 *     score:   {@link StarRanker} of the deviation b_i + (p_u + z) · q_i from the person's own level
 *
 * Where time counts ({@link TimeEffects}), what it does to stars at the moment of a rating is taken off them, and at the moment foretold put on again.
 *
 * Solved by {@link RowRegression} in single precision, in double where λ' is too small for that. Reasons need the factors of A themselves, which are
 * worked out when the first one is asked for.
 * Cost: O(|profile| factors² / 2 + factors³ / 6 + nItems factors) for the first question about a profile, O(nItems factors) after it, O(factors)
 * for a single film; 4 (factors + 12) bytes per item beside what is saved.
 * Source: Koren et al., Computer 2009; Koren, KDD 2008. **Deviation:** people are folded in, also those of the crowd.
 */
export class BiasedFactors implements FittedModel {
  readonly nItems: number
  /** q̃. */
  private readonly extended: RowRegression
  private readonly width: number
  private readonly ranker: StarRanker
  private readonly people = new LatestProfile((ratings) => this.foldIn(ratings))
  /** Only where the model reads times. */
  readonly predictAt?: FittedModel['predictAt']
  private readonly systems = new LatestProfile(({ items }) => this.extended.factor(items, this.ridgeOf(items.length)))

  constructor(
    private readonly state: BiasedFactorsState,
    private readonly config: FoldIn,
  ) {
    this.nItems = state.counts.length
    this.width = config.factors + 1
    this.ranker = new StarRanker(state.counts, config)
    const rows = new Float32Array(this.nItems * this.width).fill(1)
    for (let item = 0; item < this.nItems; item++)
      rows.set(this.factorsOf(state.itemFactors, item), item * this.width + 1)
    this.extended = new RowRegression(rows, this.width)
    if (state.timeEffects) this.predictAt = (ratings, items, times) => this.starsAt(ratings, items, times)
  }

  /** @returns (nItems) -Infinity for items without ratings; for an empty profile what the crowd thinks. */
  score(ratings: RatingVector): Float32Array {
    const { t, latest } = this.personOf(ratings)
    const taste = t.slice()
    taste[0] = 0
    const products = this.extended.products(taste)
    return this.ranker.score((item) => this.biasAt(item, latest) + products[item])
  }

  predict(ratings: RatingVector, item: number): number | undefined {
    requireItem(item, this.nItems)
    const person = this.personOf(ratings)
    const stars = this.starsOf(person, item, this.extended.product(person.t, item))
    return Number.isNaN(stars) ? undefined : stars
  }

  /** @returns (nItems) stars, NaN for items without ratings. */
  predictAll(ratings: RatingVector): Float32Array {
    const person = this.personOf(ratings)
    const products = this.extended.products(person.t)
    return products.map((product, item) => this.starsOf(person, item, product))
  }

  private starsAt(ratings: RatingVector, items: Int32Array, times: Int32Array): Float64Array {
    if (times.length !== items.length)
      throw new AppError(
        'invalid',
        `Asked for ${items.length} items at ${times.length} moments; expected as many of each.`,
      )
    const person = this.personOf(ratings)
    return Float64Array.from(items, (item, j) => {
      requireItem(item, this.nItems)
      return this.starsOf(person, item, this.extended.product(person.t, item), times[j])
    })
  }

  /**
   * What each rated film adds through the factors, and what the crowd thinks; the amounts add up to the score. With w_j = q̃_jᵀ A⁻¹ (0, q_i) a
   * rated film adds w_j e_j + n^-½ y_j · (q_i − Σ_l w_l q_l), times the film's trust.
   */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireItem(item, this.nItems)
    const { errors, latest } = this.personOf(ratings)
    const { counts, globalMean } = this.state
    if (counts[item] === 0) return []
    const trust = this.ranker.trust[item]
    const solved = Float64Array.from(this.extended.row(item))
    solved[0] = 0
    const left = solved.slice()
    solveFactored(this.systems.of(ratings), this.width, solved)
    const weights = Array.from(ratings.items, (rated) => this.extended.product(solved, rated))
    weights.forEach((weight, j) => {
      const rated = this.extended.row(ratings.items[j])
      for (let f = 1; f < this.width; f++) left[f] -= weight * rated[f]
    })
    const amounts = weights.map((weight, j) => trust * (weight * errors[j] + this.implicitPart(ratings, j, left)))
    const bias = this.biasAt(item, latest)
    const mean = clampStars(globalMean + bias)
    const amount = trust * bias + this.ranker.start[item]
    return [...ratedItemReasons(ratings, amounts), { kind: 'crowd', mean, count: counts[item], amount }]
  }

  /** By cosine of the factors. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return nearestByCosine(this.state.itemFactors, this.config.factors, item, n)
  }

  save(): ModelState {
    const { globalMean, itemBiases, itemFactors, counts, implicitFactors, timeEffects } = this.state
    const time = timeEffects && saveTimeEffects(timeEffects)
    return {
      arrays: { itemBiases, itemFactors, counts, ...(implicitFactors && { implicitFactors }), ...time?.arrays },
      meta: { globalMean, nItems: this.nItems, factors: this.config.factors, ...time?.meta },
    }
  }

  private starsOf({ drift, latest }: Person, item: number, product: number, at = latest): number {
    if (this.state.counts[item] === 0) return Number.NaN
    return clampStars(this.state.globalMean + this.biasAt(item, at) + driftAt(drift, at) + product)
  }

  /** b_i, and what it differs by at this moment. */
  private biasAt(item: number, at: number): number {
    const { itemBiases, timeEffects } = this.state
    return itemBiases[item] + (timeEffects ? itemEffect(timeEffects, item, at) : 0)
  }

  private personOf(ratings: RatingVector): Person {
    requireRatingVector(ratings, this.nItems)
    return this.people.of(ratings)
  }

  private foldIn(ratings: RatingVector): Person {
    const { items, stars, ratedAt } = ratings
    const { counts, globalMean, itemBiases, timeEffects } = this.state
    const n = items.length
    const effects = timeEffects && effectsOn(timeEffects, ratings)
    // A film that nobody rated tells nothing of its raters: what it was given is taken as expected.
    const errors = Float64Array.from(items, (item, j) =>
      counts[item] > 0 ? stars[j] - (effects?.[j] ?? 0) - globalMean - itemBiases[item] : 0,
    )
    const z = this.implicitTaste(items)
    const targets = z ? errors.map((error, j) => error - this.extended.product(z, items[j])) : errors
    const t = this.extended.solve(items, targets, this.ridgeOf(n))
    if (z) for (let f = 1; f < t.length; f++) t[f] += z[f]
    const drift = timeEffects ? driftOf(timeEffects, ratings) : STILL
    // Without times: what films are worth at the end.
    const latest = ratedAt && n > 0 ? ratedAt.reduce((a, b) => Math.max(a, b)) : Infinity
    return { t, errors, drift, latest }
  }

  private ridgeOf(n: number): number {
    return Math.max(this.config.foldInRegularization * (n + this.config.foldInPrior), Number.EPSILON)
  }

  /** (factors + 1) 0 and z = n^-½ Σ_j y_j; nothing where there are no implicit factors. */
  private implicitTaste(items: Int32Array): Float64Array | undefined {
    const { implicitFactors } = this.state
    if (!implicitFactors || items.length === 0) return undefined
    const z = new Float64Array(this.width)
    const share = 1 / Math.sqrt(items.length)
    for (const item of items) {
      const y = this.factorsOf(implicitFactors, item)
      for (let f = 0; f < y.length; f++) z[f + 1] += share * y[f]
    }
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

  private factorsOf(factors: Float32Array, item: number): Float32Array {
    return factors.subarray(item * this.config.factors, (item + 1) * this.config.factors)
  }
}
