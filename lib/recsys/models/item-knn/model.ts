// The fitted item-item model: every film asks its neighbours what you gave them.
import { binarySearch } from '../../data/id-index'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { LatestProfile } from '../latest-profile'
import { interestWeights, ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import { clampStars } from '../star-ranking'
import { HabitReader, type ItemBaselines } from '../baselines'
import type { ItemKnnConfig } from './config'
import type { ItemNeighbours } from './neighbours'

/**
 * Item-item nearest neighbours: s_i = Σ_{j rated, j ∈ N_i} w(stars_j) sim(i, j), N_i the k items most similar to i.
 *
 * predict: r̂_i = b_i' + Σ_{j rated, j ∈ N_i} sim(i, j) (r_j − b_j') / (η + Σ_{j rated, j ∈ N_i} sim(i, j)), clamped to 0.5…5; b_i' = μ + b_u + b_i of
 * ../baselines.ts is what anybody would give, η = `starsShrinkage`.
 *
 * w is {@link interestWeights}: what somebody disliked speaks, softly, against its neighbours.
 * Cost: O(nItems k) a score, O(k) a prediction after the first of a profile, no profile-dependent memory but an array of nItems a score; 8 k + 16 bytes
 * per item.
 * Source: Deshpande & Karypis, TOIS 2004, for the score; Sarwar et al., WWW 2001, and Koren, TKDD 2010, eq. 3, for the stars. **Deviation:** graded and
 * signed weights instead of 0 and 1; the stars weigh neighbours by how many like both, not by how alike they are rated.
 */
export class ItemKnn implements FittedModel {
  readonly nItems: number

  private readonly reader: HabitReader
  private readonly habits = new LatestProfile((ratings) => {
    requireRatingVector(ratings, this.nItems)
    return this.reader.read(ratings)
  })

  constructor(
    private readonly nearest: ItemNeighbours,
    private readonly baselines: ItemBaselines,
    private readonly config: Pick<ItemKnnConfig, 'userBiasShrinkage' | 'starsShrinkage'>,
  ) {
    this.nItems = nearest.indptr.length - 1
    this.reader = new HabitReader(baselines, config.userBiasShrinkage)
  }

  /** @returns (nItems) 0 where no neighbour is rated, -Infinity for items without any neighbour and for all of an empty profile. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const scores = new Float32Array(this.nItems).fill(-Infinity)
    if (ratings.items.length === 0) return scores
    const weights = this.spread(ratings)
    const { indptr, indices, similarities } = this.nearest
    for (let item = 0; item < this.nItems; item++) {
      const end = indptr[item + 1]
      if (indptr[item] === end) continue
      let sum = 0
      for (let e = indptr[item]; e < end; e++) sum += weights[indices[e]] * similarities[e]
      scores[item] = sum
    }
    return scores
  }

  /** Stars; where no neighbour is rated the baseline alone, undefined for a film that nobody rated. */
  predict(ratings: RatingVector, item: number): number | undefined {
    // Checked when it is another profile than the one before.
    const { bias, deviations } = this.habits.of(ratings)
    requireItem(item, this.nItems)
    const { globalMean, itemBiases, counts } = this.baselines
    if (counts[item] === 0) return undefined
    const { indptr, indices, similarities } = this.nearest
    let sum = 0
    // Multiplied, so that V8 knows it for a number: a sum that begins with a field of an object is put on the heap at every step.
    let weight = 1 * this.config.starsShrinkage
    for (let e = indptr[item]; e < indptr[item + 1]; e++) {
      const deviation = deviations[indices[e]]
      if (Number.isNaN(deviation)) continue
      sum += similarities[e] * deviation
      weight += similarities[e]
    }
    return clampStars(globalMean + bias + itemBiases[item] + (weight > 0 ? sum / weight : 0))
  }

  /** What each rated neighbour adds; the amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    const weights = interestWeights(ratings.stars)
    const amounts = new Float64Array(weights.length)
    const { indptr, indices, similarities } = this.nearest
    for (let e = indptr[item]; e < indptr[item + 1]; e++) {
      const j = binarySearch(ratings.items, indices[e])
      if (j >= 0) amounts[j] = weights[j] * similarities[e]
    }
    return ratedItemReasons(ratings, amounts)
  }

  /** The kept neighbours, at most k. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    const { indptr, indices, similarities } = this.nearest
    const start = indptr[item]
    const length = Math.min(n, indptr[item + 1] - start)
    return Array.from({ length }, (_, rank) => ({ item: indices[start + rank], score: similarities[start + rank] }))
  }

  save(): ModelState {
    const { globalMean, itemBiases, counts } = this.baselines
    return { arrays: { ...this.nearest, itemBiases, counts }, meta: { nItems: this.nItems, globalMean } }
  }

  private spread({ items, stars }: RatingVector): Float64Array {
    const weights = interestWeights(stars)
    const spread = new Float64Array(this.nItems)
    for (let j = 0; j < items.length; j++) spread[items[j]] = weights[j]
    return spread
  }
}
