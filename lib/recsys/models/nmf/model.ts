// The fitted non-negative factorisation: tastes are mixtures, so what speaks for a film can be added up.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { LatestProfile } from '../latest-profile'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import { clampStars, StarRanker } from '../star-ranking'
import type { NmfConfig } from './config'
import type { NmfState } from './fit'
import { solveNonNegative } from './solve'

interface Person {
  /** (factors) p ≥ 0. */
  taste: Float64Array
  /** The coordinates of p that are not held at zero. */
  active: Int32Array
  /** Cholesky factor of A over the active coordinates. */
  factored: Float64Array
}

/**
 * Folds a profile in by non-negative least squares on the fixed films, with λ as in training:
 *
 *     p = argmin_{p ≥ 0} Σ_j (r_j − p · q_j)² + λ n ‖p‖²
 *     predict: r̂_i = p · q_i, clamped to 0.5…5; without ratings p is the crowd's mean
 *     score:   {@link StarRanker} of p · (q_i − q̄), q̄ the films' mean weighted by their ratings
 *
 * On the coordinates that are not held at zero p is linear in the stars, p = A⁻¹ Σ_j r_j q_j: that is what the reasons add up.
 * Cost: O(|profile| factors² + factors³) for the first question about a profile, then O(nItems factors); 4 factors bytes per item.
 * Source: Lee & Seung, NIPS 2001. **Deviation:** people are folded in, also those of the crowd.
 */
export class Nmf implements FittedModel {
  readonly nItems: number
  /** (factors) q̄. */
  private readonly centre: Float64Array
  /** Somebody of whom nothing is known. */
  private readonly anybody: Person
  private readonly ranker: StarRanker
  private readonly people = new LatestProfile((ratings) => this.foldIn(ratings))

  constructor(
    private readonly state: NmfState,
    private readonly config: NmfConfig,
  ) {
    this.nItems = state.counts.length
    this.ranker = new StarRanker(state.counts, config)
    this.centre = new Float64Array(config.factors)
    const total = state.counts.reduce((sum, count) => sum + count, 0)
    state.counts.forEach((count, item) => {
      const weight = count / Math.max(1, total)
      for (let f = 0; f < config.factors; f++) this.centre[f] += weight * state.itemFactors[item * config.factors + f]
    })
    this.anybody = { taste: state.meanTaste, active: new Int32Array(0), factored: new Float64Array(0) }
  }

  /** @returns (nItems) -Infinity for items without ratings; for an empty profile what the crowd thinks. */
  score(ratings: RatingVector): Float32Array {
    const { taste } = this.personOf(ratings)
    const level = this.dotCentre(taste)
    return this.ranker.score((item) => this.dotItem(item, taste) - level)
  }

  predict(ratings: RatingVector, item: number): number | undefined {
    requireItem(item, this.nItems)
    const { taste } = this.personOf(ratings)
    return this.state.counts[item] > 0 ? Math.fround(clampStars(this.dotItem(item, taste))) : undefined
  }

  /** @returns (nItems) stars, NaN for items without ratings. */
  predictAll(ratings: RatingVector): Float32Array {
    const { taste } = this.personOf(ratings)
    return Float32Array.from(this.state.counts, (count, item) =>
      count > 0 ? clampStars(this.dotItem(item, taste)) : Number.NaN,
    )
  }

  /** With z = A⁻¹ (q_i − q̄) over the active coordinates each rated film adds r_j (q_j · z); the amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireItem(item, this.nItems)
    const { taste, active, factored } = this.personOf(ratings)
    if (this.state.counts[item] === 0) return []
    const { factors } = this.config
    const solved = Float64Array.from(active, (f) => this.state.itemFactors[item * factors + f] - this.centre[f])
    if (active.length > 0) solveFactored(factored, active.length, solved)
    const trust = this.ranker.trust[item]
    const amounts = Array.from(ratings.items, (rated, j) => {
      const product = active.reduce((sum, f, at) => sum + solved[at] * this.state.itemFactors[rated * factors + f], 0)
      return trust * product * ratings.stars[j]
    })
    const deviation = this.dotItem(item, taste) - this.dotCentre(taste)
    const own = amounts.reduce((sum, amount) => sum + amount, 0)
    // What descent left undone, less than a thousandth, and all of it where nothing is rated, is the crowd's.
    const amount = trust * deviation - own + this.ranker.start[item]
    const mean = clampStars(this.dotItem(item, this.anybody.taste))
    return [...ratedItemReasons(ratings, amounts), { kind: 'crowd', mean, count: this.state.counts[item], amount }]
  }

  /** By cosine of the factors. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return nearestByCosine(this.state.itemFactors, this.config.factors, item, n)
  }

  save(): ModelState {
    return { arrays: { ...this.state }, meta: { nItems: this.nItems, factors: this.config.factors } }
  }

  private personOf(ratings: RatingVector): Person {
    requireRatingVector(ratings, this.nItems)
    return this.people.of(ratings)
  }

  /** Films that nobody rated have no factors, and so tell nothing. */
  private foldIn({ items, stars }: RatingVector): Person {
    const { counts, itemFactors } = this.state
    const { factors, regularization } = this.config
    const known = Array.from(items.keys()).filter((j) => counts[items[j]] > 0)
    if (known.length === 0) return this.anybody
    const a = new Float64Array(factors * factors)
    const b = new Float64Array(factors)
    for (const j of known) {
      addOuterProduct(a, factors, itemFactors, items[j] * factors, 1)
      for (let f = 0; f < factors; f++) b[f] += stars[j] * itemFactors[items[j] * factors + f]
    }
    for (let f = 0; f < factors; f++) {
      a[f * factors + f] += regularization * known.length
      for (let g = 0; g < f; g++) a[g * factors + f] = a[f * factors + g]
    }
    const taste = solveNonNegative(a, b)
    const active = Int32Array.from(taste.keys()).filter((f) => taste[f] > 0)
    const factored = new Float64Array(active.length ** 2)
    active.forEach((f, row) =>
      active.forEach((g, column) => (factored[row * active.length + column] = a[f * factors + g])),
    )
    if (active.length > 0) factorCholesky(factored, active.length)
    return { taste, active, factored }
  }

  private dotItem(item: number, taste: Float64Array): number {
    const at = item * taste.length
    let sum = 0
    for (let f = 0; f < taste.length; f++) sum += this.state.itemFactors[at + f] * taste[f]
    return sum
  }

  private dotCentre(taste: Float64Array): number {
    return taste.reduce((sum, value, f) => sum + value * this.centre[f], 0)
  }
}
