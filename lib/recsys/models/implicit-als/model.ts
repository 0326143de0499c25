// The fitted implicit ALS model: anyone's taste is one small exact solve against the films' factors.
import { solveFactored } from '@/lib/math/cholesky'
import { FactorCatalogue, type BestItems } from '@/lib/math/kernels/catalogue'
import { Kernels } from '@/lib/math/kernels/pool'
import { gramOf } from '@/lib/math/kernels/references/als'
import { RowRegression } from '@/lib/math/kernels/row-regression'
import type { SparseRows } from '../../data/rating-matrix'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { LatestProfile } from '../latest-profile'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { ImplicitAlsConfig } from './config'
import { pullsOf } from './fold-in'
import { ridgeOf } from './likes'
import { recommendAll, type RecommendAllOptions } from './recommend-all'

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
 * c and p are those of {@link pullsOf}. {@link RowRegression} solves a score in single precision; reasons need the factors of A in double, which are kept
 * of the latest profile, so that a list of explanations makes them once.
 * Cost: O(|profile| factors² / 2 + factors³ / 6 + nItems factors) a score; 12 · factors bytes per item.
 * Source: Hu, Koren & Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008, also for the explanation;
 * Rendle et al., "Revisiting the performance of iALS", RecSys 2022, for the objective. **Deviation:** p of ratings below minStars; recency.
 */
export class ImplicitAls implements FittedModel {
  readonly nItems: number
  private readonly equations: RowRegression
  /** (nItems) 0 for films that nobody likes: they have no factors. */
  private readonly known: Uint8Array
  private readonly catalogue: FactorCatalogue
  private readonly taste = new LatestProfile((ratings) => this.solveTaste(ratings))

  constructor(
    private readonly itemFactors: Float32Array,
    private readonly config: ImplicitAlsConfig,
  ) {
    this.nItems = itemFactors.length / config.factors
    const common = gramOf(itemFactors, config.factors).map((value) => value * config.unobservedWeight)
    this.equations = new RowRegression(itemFactors, config.factors, common)
    this.known = new Uint8Array(this.nItems)
    itemFactors.forEach((value, at) => {
      if (value !== 0) this.known[Math.floor(at / config.factors)] = 1
    })
    this.catalogue = new FactorCatalogue(new Kernels({ threads: 1 }), itemFactors, config.factors, this.known)
  }

  /** @returns (nItems) -Infinity for items that nobody liked, and for all of an empty profile. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    if (ratings.items.length === 0) return new Float32Array(this.nItems).fill(-Infinity)
    const { confidences, pulls } = pullsOf(ratings, this.config)
    const x = this.equations.solve(ratings.items, pulls, this.ridgeFor(ratings), confidences)
    return this.catalogue.score(x).map((score, item) => (this.known[item] ? score : -Infinity))
  }

  /** s_i = Σ_j c_j p_j (y_jᵀ A⁻¹ y_i): each rated film's addend. The amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    if (!this.known[item] || ratings.items.length === 0) return []
    const width = this.config.factors
    const { factored, pulls } = this.taste.of(ratings)
    const z = new Float64Array(this.itemFactors.subarray(item * width, (item + 1) * width))
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

  /** The `n` best films of many people at once, without those they rated; see {@link recommendAll}. */
  recommendAll(profiles: SparseRows, n: number, options: RecommendAllOptions = {}): BestItems {
    return recommendAll({ factors: this.itemFactors, known: this.known, config: this.config }, profiles, n, options)
  }

  save(): ModelState {
    return { arrays: { itemFactors: this.itemFactors }, meta: { nItems: this.nItems, factors: this.config.factors } }
  }

  private solveTaste(ratings: RatingVector): Taste {
    const { confidences, pulls } = pullsOf(ratings, this.config)
    return { factored: this.equations.factor(ratings.items, this.ridgeFor(ratings), confidences), pulls }
  }

  private ridgeFor({ items }: RatingVector): number {
    return ridgeOf(this.config, items.length, this.nItems)
  }

  private dotItem(item: number, x: Float64Array): number {
    const at = item * x.length
    let sum = 0
    for (let f = 0; f < x.length; f++) sum += this.itemFactors[at + f] * x[f]
    return sum
  }
}
