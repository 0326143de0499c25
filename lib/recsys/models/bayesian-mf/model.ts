// The fitted Bayesian factorisation: predicts stars for anyone, and how sure it is.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { multiplySymmetric } from '@/lib/math/normal-wishart'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem, StarInterval } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { LatestProfile } from '../latest-profile'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import { clampStars, StarRanker } from '../star-ranking'
import type { BayesianMfConfig } from './config'
import type { BayesianMfState } from './fit'

/** Of a normal distribution 95 % lie within so many deviations. */
const DEVIATIONS = 1.96

/** Somebody's posterior in every draw. */
interface Person {
  /** (S × K) posterior means u. */
  taste: Float64Array
  /** S Cholesky factors of the posterior precisions. */
  factored: Float64Array[]
}

/**
 * Averages over the draws s of the chain. In each, somebody's posterior given the films is normal, with
 *
 *     A_s = Λ_s + α_s Σ_j v_js v_jsᵀ,   u_s = A_s⁻¹ (Λ_s μ_s + α_s Σ_j (r_j − μ) v_js)
 *     predict:  r̂_i = μ + mean_s u_s · v_is, clamped to 0.5…5
 *     interval: r̂_i ± 1.96 σ_i, σ_i² = mean_s (1/α_s + v_isᵀ A_s⁻¹ v_is) + variance_s (u_s · v_is): noise, doubt about the person, doubt about the films
 *     score:    {@link StarRanker} of mean_s u_s · (v_is − v̄_s), v̄_s the films' mean weighted by their ratings
 *
 * Cost: S (|profile| K² / 2 + K³ / 6) for the first question about a profile, then O(nItems S K) for all films, O(S K²) for an interval;
 * 4 S K bytes per item.
 * Source: Salakhutdinov & Mnih, ICML 2008. **Deviation:** people's factors are integrated out, not sampled, so anyone can be folded in.
 */
export class BayesianMf implements FittedModel {
  readonly nItems: number
  /** (S × K) v̄. */
  private readonly centre: Float64Array
  private readonly span: number
  private readonly ranker: StarRanker
  private readonly people = new LatestProfile((ratings) => this.foldIn(ratings))

  constructor(
    private readonly state: BayesianMfState,
    private readonly config: BayesianMfConfig,
  ) {
    this.nItems = state.counts.length
    this.span = config.samples * config.factors
    this.ranker = new StarRanker(state.counts, config)
    this.centre = new Float64Array(this.span)
    const total = Math.max(
      1,
      state.counts.reduce((sum, count) => sum + count, 0),
    )
    state.counts.forEach((count, item) => {
      for (let at = 0; at < this.span; at++)
        this.centre[at] += (count / total) * state.itemFactors[item * this.span + at]
    })
  }

  /** @returns (nItems) -Infinity for items without ratings; for an empty profile what the crowd thinks. */
  score(ratings: RatingVector): Float32Array {
    const { taste } = this.personOf(ratings)
    const level = this.levelOf(taste)
    return this.ranker.score((item) => this.meanProduct(item, taste) - level)
  }

  predict(ratings: RatingVector, item: number): number | undefined {
    return this.predictInterval(ratings, item)?.stars
  }

  /** @returns (nItems) stars, NaN for items without ratings. */
  predictAll(ratings: RatingVector): Float32Array {
    const { taste } = this.personOf(ratings)
    const { counts, globalMean } = this.state
    return Float32Array.from(counts, (count, item) =>
      count > 0 ? clampStars(globalMean + this.meanProduct(item, taste)) : Number.NaN,
    )
  }

  predictInterval(ratings: RatingVector, item: number): StarInterval | undefined {
    requireItem(item, this.nItems)
    const { taste, factored } = this.personOf(ratings)
    const { counts, globalMean, precisions } = this.state
    if (counts[item] === 0) return undefined
    const { factors, samples } = this.config
    const expected = this.meanProduct(item, taste)
    let variance = 0
    for (let s = 0; s < samples; s++) {
      const v = this.factorsOf(item, s)
      const difference = dot(v, taste.subarray(s * factors, (s + 1) * factors)) - expected
      const solved = Float64Array.from(v)
      solveFactored(factored[s], factors, solved)
      variance += (1 / precisions[s] + dot(v, solved) + difference ** 2) / samples
    }
    const half = DEVIATIONS * Math.sqrt(variance)
    const stars = globalMean + expected
    return { stars: Math.fround(clampStars(stars)), low: clampStars(stars - half), high: clampStars(stars + half) }
  }

  /** What each rated film adds to mean_s u_s · (v_is − v̄_s), which is linear in the stars, and what the crowd thinks. The amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireItem(item, this.nItems)
    const { factored } = this.personOf(ratings)
    const { counts, globalMean, precisions, userMeans } = this.state
    if (counts[item] === 0) return []
    const { factors, samples } = this.config
    const amounts = new Float64Array(ratings.items.length)
    let crowd = 0
    let mean = globalMean
    for (let s = 0; s < samples; s++) {
      const v = this.factorsOf(item, s)
      const prior = userMeans.subarray(s * factors, (s + 1) * factors)
      const solved = Float64Array.from(v, (value, f) => value - this.centre[s * factors + f])
      mean += dot(v, prior) / samples
      solveFactored(factored[s], factors, solved)
      crowd += dot(this.priorPull(s), solved) / samples
      ratings.items.forEach((rated, j) => {
        const share = (precisions[s] * dot(this.factorsOf(rated, s), solved)) / samples
        amounts[j] += share * (ratings.stars[j] - globalMean)
      })
    }
    const trust = this.ranker.trust[item]
    const reasons = ratedItemReasons(
      ratings,
      amounts.map((amount) => trust * amount),
    )
    const amount = trust * crowd + this.ranker.start[item]
    return [...reasons, { kind: 'crowd', mean: clampStars(mean), count: counts[item], amount }]
  }

  /** By cosine of the factors of all draws. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    this.centred ??= this.state.itemFactors.map((value, at) =>
      this.state.counts[Math.floor(at / this.span)] > 0 ? value - this.centre[at % this.span] : 0,
    )
    return nearestByCosine(this.centred, this.span, item, n)
  }

  private centred?: Float32Array

  save(): ModelState {
    const { globalMean, ...arrays } = this.state
    const { factors, samples } = this.config
    return { arrays, meta: { globalMean, nItems: this.nItems, factors, samples } }
  }

  private personOf(ratings: RatingVector): Person {
    requireRatingVector(ratings, this.nItems)
    return this.people.of(ratings)
  }

  /** Films that nobody rated have no factors, and so tell nothing. */
  private foldIn({ items, stars }: RatingVector): Person {
    const { factors, samples } = this.config
    const { globalMean, itemFactors, userPrecisions, precisions } = this.state
    const taste = new Float64Array(this.span)
    const factored: Float64Array[] = []
    for (let s = 0; s < samples; s++) {
      const a = userPrecisions.slice(s * factors ** 2, (s + 1) * factors ** 2)
      const u = this.priorPull(s)
      items.forEach((item, j) => {
        const at = (item * samples + s) * factors
        addOuterProduct(a, factors, itemFactors, at, precisions[s])
        const weight = precisions[s] * (stars[j] - globalMean)
        for (let f = 0; f < factors; f++) u[f] += weight * itemFactors[at + f]
      })
      factorCholesky(a, factors)
      solveFactored(a, factors, u)
      taste.set(u, s * factors)
      factored.push(a)
    }
    return { taste, factored }
  }

  /** Λ_s μ_s. */
  private priorPull(s: number): Float64Array {
    const { factors } = this.config
    const { userMeans, userPrecisions } = this.state
    return multiplySymmetric(
      userPrecisions.subarray(s * factors ** 2, (s + 1) * factors ** 2),
      userMeans.subarray(s * factors, (s + 1) * factors),
    )
  }

  private factorsOf(item: number, s: number): Float32Array {
    const at = (item * this.config.samples + s) * this.config.factors
    return this.state.itemFactors.subarray(at, at + this.config.factors)
  }

  /** mean_s u_s · v_is. */
  private meanProduct(item: number, taste: Float64Array): number {
    const at = item * this.span
    let sum = 0
    for (let f = 0; f < taste.length; f++) sum += this.state.itemFactors[at + f] * taste[f]
    return sum / this.config.samples
  }

  /** mean_s u_s · v̄_s. */
  private levelOf(taste: Float64Array): number {
    return dot(taste, this.centre) / this.config.samples
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}
