// What a film is given by people who are like anybody: the baselines that neighbours correct.
import type { RatingMatrix } from '../data/rating-matrix'
import type { RatingVector } from './contract'
import { meanStars } from './rating-values'

export interface ItemBaselines {
  /** μ, the mean of all ratings in stars. */
  globalMean: number
  /** (nItems) b_i in stars, 0 for films without ratings. */
  itemBiases: Float32Array
  /** (nItems) how many rated each film. */
  counts: Uint32Array
}

/**
 * b_i = Σ_u (r_ui − μ) / (n_i + λ_i), n_i the ratings of film i. O(nRatings + nItems) time, 16 bytes per item.
 * Source: Koren, "Factor in the neighbors", TKDD 2010, §2.1, where λ_i is 25.
 */
export function measureBaselines(matrix: RatingMatrix, itemBiasShrinkage: number): ItemBaselines {
  const globalMean = meanStars(matrix)
  const { indices, halfStars } = matrix.rows
  const sums = new Float64Array(matrix.nItems)
  const counts = new Uint32Array(matrix.nItems)
  for (let e = 0; e < indices.length; e++) {
    sums[indices[e]] += halfStars[e] / 2 - globalMean
    counts[indices[e]]++
  }
  const itemBiases = Float32Array.from(sums, (sum, item) =>
    counts[item] > 0 ? sum / (counts[item] + itemBiasShrinkage) : 0,
  )
  return { globalMean, itemBiases, counts }
}

/**
 * How somebody rates: b_u = Σ_j (r_j − μ − b_j) / (n + λ_u), and (nItems) what is left, r_j − μ − b_j − b_u; NaN for what they did not rate.
 * The array is the reader's own and holds the person who was read last.
 */
export interface RatingHabit {
  bias: number
  deviations: Float64Array
}

/** Reads the habits of one person after the other into one array of nItems: whoever predicts for a crowd would throw away one for each. */
export class HabitReader {
  private readonly deviations: Float64Array
  /** What of the array is not NaN. */
  private filled: Int32Array = new Int32Array(0)

  constructor(
    private readonly baselines: ItemBaselines,
    private readonly userBiasShrinkage: number,
  ) {
    this.deviations = new Float64Array(baselines.counts.length).fill(Number.NaN)
  }

  /**
   * O(|profile|) time; the profile must stay as it is until the next is read. Films without ratings count as expected: nothing is known of how they are rated.
   * Source: Koren, as above; λ_u is 10 there.
   */
  read({ items, stars }: RatingVector): RatingHabit {
    const { deviations, baselines, userBiasShrinkage } = this
    const { globalMean, itemBiases, counts } = baselines
    let sum = 0
    let known = 0
    for (let j = 0; j < items.length; j++) {
      if (counts[items[j]] === 0) continue
      sum += stars[j] - globalMean - itemBiases[items[j]]
      known++
    }
    const bias = sum / Math.max(known + userBiasShrinkage, 1)
    for (let j = 0; j < this.filled.length; j++) deviations[this.filled[j]] = Number.NaN
    this.filled = items
    for (let j = 0; j < items.length; j++)
      if (counts[items[j]] > 0) deviations[items[j]] = stars[j] - globalMean - itemBiases[items[j]] - bias
    return { bias, deviations }
  }
}
