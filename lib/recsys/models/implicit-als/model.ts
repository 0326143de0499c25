// The fitted implicit ALS model: anyone's taste is one small exact solve against the films' factors.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { preferenceWeights, ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { ImplicitAlsConfig } from './config'
import { confidenceOf } from './fit'
import { gramOf, ridgeOf } from './solve-rows'

/** The normal equations of one profile: x = A⁻¹ Σ_j pull_j y_j. */
interface Taste {
  /** Cholesky factor of A (factors × factors). */
  factored: Float64Array
  /** (n) c_j p_j of each rating. */
  pulls: Float64Array
}

/**
 * Folds a profile in: A = α₀ YᵀY + Σ_j c_j y_j y_jᵀ + λ_u I, x = A⁻¹ Σ_j c_j p_j y_j, s_i = x · y_i.
 *
 * A like (≥ minStars) has p = 1 and the confidence it was trained with; a lower rating p = w(stars) from {@link preferenceWeights}
 * and confidence 1, so that a dislike pushes away.
 * Cost: O(|profile| factors² / 2 + factors³ / 6 + nItems factors) a score; 4 · factors bytes per item.
 * Source: Hu, Koren & Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008, also for the explanation;
 * Rendle et al., "Revisiting the performance of iALS", RecSys 2022, for the objective. **Deviation:** p of ratings below minStars.
 */
export class ImplicitAls implements FittedModel {
  readonly nItems: number
  private readonly base: Float64Array
  /** (nItems) 0 for films that nobody likes: they have no factors. */
  private readonly known: Uint8Array

  constructor(
    private readonly itemFactors: Float32Array,
    private readonly config: ImplicitAlsConfig,
  ) {
    this.nItems = itemFactors.length / config.factors
    this.base = gramOf(itemFactors, config.factors).map((value) => value * config.unobservedWeight)
    this.known = new Uint8Array(this.nItems)
    itemFactors.forEach((value, at) => {
      if (value !== 0) this.known[Math.floor(at / config.factors)] = 1
    })
  }

  /** @returns (nItems) -Infinity for items that nobody liked, and for all of an empty profile. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const scores = new Float32Array(this.nItems).fill(-Infinity)
    if (ratings.items.length === 0) return scores
    const width = this.config.factors
    const { factored, pulls } = this.tasteOf(ratings)
    const x = new Float64Array(width)
    ratings.items.forEach((item, j) => {
      for (let f = 0; f < width; f++) x[f] += pulls[j] * this.itemFactors[item * width + f]
    })
    solveFactored(factored, width, x)
    for (let item = 0; item < this.nItems; item++) if (this.known[item]) scores[item] = this.dotItem(item, x)
    return scores
  }

  /** s_i = Σ_j c_j p_j (y_jᵀ A⁻¹ y_i): each rated film's addend. The amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    if (!this.known[item] || ratings.items.length === 0) return []
    const width = this.config.factors
    const { factored, pulls } = this.tasteOf(ratings)
    const z = Float64Array.from(this.itemFactors.subarray(item * width, (item + 1) * width))
    solveFactored(factored, width, z)
    return ratedItemReasons(
      ratings,
      pulls.map((pull, j) => pull * this.dotItem(ratings.items[j], z)),
    )
  }

  /** By cosine of the factors. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return nearestByCosine(this.itemFactors, this.config.factors, item, n)
  }

  save(): ModelState {
    return { arrays: { itemFactors: this.itemFactors }, meta: { nItems: this.nItems, factors: this.config.factors } }
  }

  private tasteOf({ items, stars }: RatingVector): Taste {
    const width = this.config.factors
    const factored = this.base.slice()
    const ridge = ridgeOf(this.config, items.length, this.nItems)
    for (let f = 0; f < width; f++) factored[f * width + f] += ridge
    const preferences = preferenceWeights(stars)
    const pulls = Float64Array.from(stars, (given, j) => {
      const liked = given >= this.config.minStars
      const confidence = liked ? confidenceOf(given, this.config) : 1
      addOuterProduct(factored, width, this.itemFactors, items[j] * width, confidence)
      return liked ? confidence : preferences[j]
    })
    factorCholesky(factored, width)
    return { factored, pulls }
  }

  private dotItem(item: number, x: Float64Array): number {
    const at = item * x.length
    let sum = 0
    for (let f = 0; f < x.length; f++) sum += this.itemFactors[at + f] * x[f]
    return sum
  }
}
