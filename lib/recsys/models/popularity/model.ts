// The fitted popularity model: one score per film, the same for everyone.
import { AppError } from '@/lib/errors/app-error'
import type { RatingMatrix } from '../../data/rating-matrix'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector } from '../contract'
import type { PopularityConfig } from './config'

/** More than the whole scale, so that no mean can make up for it. */
const BELOW_ALL_OTHERS = 5

/** Per item: how many rated it, and Σ half-stars. */
export interface ItemTotals {
  counts: Uint32Array
  sums: Float64Array
}

/** O(nRatings) time, 12 bytes per item. */
export function countRatings(matrix: RatingMatrix): ItemTotals {
  const counts = new Uint32Array(matrix.nItems)
  const sums = new Float64Array(matrix.nItems)
  const { indices, halfStars } = matrix.rows
  for (let e = 0; e < indices.length; e++) {
    counts[indices[e]]++
    sums[indices[e]] += halfStars[e]
  }
  return { counts, sums }
}

/**
 * Bayesian average: s_i = (Σ stars_i + w C) / (n_i + w), C the mean of all ratings, w = `priorWeight`.
 *
 * Films with fewer than `minRatings` ratings get s_i − 5: after all others, in their own order, so that a small catalogue
 * still fills a page. Films without ratings get -Infinity.
 * With `rankBy` "count" the score is n_i alone, and the other two parameters play no part.
 * Cost: O(nItems) a score, mostly a copy; 16 bytes per item.
 * Source: the weighted rating formula long published for the Top 250 of IMDb.
 */
export class Popularity implements FittedModel {
  readonly nItems: number
  private readonly scores: Float32Array

  constructor(
    private readonly totals: ItemTotals,
    config: PopularityConfig,
  ) {
    this.nItems = totals.counts.length
    this.scores = scoreItems(totals, config)
  }

  /** @returns (nItems) the same for every profile, in a new array. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    return this.scores.slice()
  }

  /** The film's plain mean and count; the amount is the score. Nothing for a film without ratings. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    if (!Number.isInteger(item) || item < 0 || item >= this.nItems)
      throw new AppError('invalid', `Item ${item} is not in the catalogue of ${this.nItems} items.`)
    const count = this.totals.counts[item]
    if (count === 0) return []
    return [{ kind: 'crowd', mean: this.totals.sums[item] / 2 / count, count, amount: this.scores[item] }]
  }

  save(): ModelState {
    return { arrays: { ...this.totals }, meta: { nItems: this.nItems } }
  }
}

function scoreItems({ counts, sums }: ItemTotals, { rankBy, priorWeight, minRatings }: PopularityConfig): Float32Array {
  if (rankBy === 'count') return Float32Array.from(counts, (count) => (count === 0 ? -Infinity : count))
  const nRatings = counts.reduce((total, count) => total + count, 0)
  const crowdMean = nRatings > 0 ? sums.reduce((total, sum) => total + sum, 0) / 2 / nRatings : 0
  return Float32Array.from(counts, (count, item) => {
    if (count === 0) return -Infinity
    const average = (sums[item] / 2 + priorWeight * crowdMean) / (count + priorWeight)
    return count < minRatings ? average - BELOW_ALL_OTHERS : average
  })
}
