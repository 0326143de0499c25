// "Its lovers also loved": films that share an audience, seen through the people who loved one of them.
import { topK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { ScoredItem } from '../contract'
import type { UserKnnConfig } from './config'
import type { Raters } from './raters'

/** Loving a film means 4 stars or more. */
export const LOVED_HALF_STARS = 8

/** (nItems) how many people loved each item. O(nRatings). */
export function countLovers(matrix: RatingMatrix): Int32Array {
  const counts = new Int32Array(matrix.nItems)
  const { indices, halfStars } = matrix.rows
  for (let e = 0; e < indices.length; e++) if (halfStars[e] >= LOVED_HALF_STARS) counts[indices[e]]++
  return counts
}

/**
 * Ranks items by what the lovers L of one item loved beside it.
 *
 * score_c = p_c / (b_c + σ / nUsers)^liftPower with σ = `audienceShrinkage`, b_c = lovers_c / nUsers, the base rate, and
 * p_c = (|L ∩ lovers_c| + σ b_c) / (|L| + σ), the share of L that loved c, shrunk to the base rate.
 * liftPower 0 would put blockbusters first everywhere, 1 films that hardly anyone knows; at 0.5 and without shrinkage it is the
 * cosine of the two audiences up to a factor of the source. The σ in the denominator keeps a film with a handful of lovers,
 * three of whom happen to be in L, from a lift that means nothing.
 *
 * Only items that at least minSupport people of L loved, more of them than the base rate says, are listed.
 * Cost: O(Σ ratings of the lovers) time; two counters of nItems, reused.
 */
export class AudienceSearch {
  private readonly loved: Int32Array
  private readonly rated: Int32Array

  constructor(
    private readonly matrix: RatingMatrix,
    private readonly raters: Raters,
    private readonly lovers: Int32Array,
    private readonly config: UserKnnConfig,
  ) {
    this.loved = new Int32Array(matrix.nItems)
    this.rated = new Int32Array(matrix.nItems)
  }

  /** @returns at most n items, best first; none when fewer than minSupport people loved the source. */
  similar(source: number, n: number): ScoredItem[] {
    const nLovers = this.lovers[source]
    const { minSupport, audienceShrinkage, liftPower } = this.config
    if (nLovers < minSupport) return []
    this.count(source)
    const { loved, rated, lovers } = this
    const scores = new Float64Array(lovers.length).fill(-Infinity)
    for (let item = 0; item < scores.length; item++) {
      if (item === source || loved[item] < minSupport) continue
      const base = lovers[item] / this.matrix.nUsers
      const share = (loved[item] + audienceShrinkage * base) / (nLovers + audienceShrinkage)
      if (share > base) scores[item] = share / (base + audienceShrinkage / this.matrix.nUsers) ** liftPower
    }
    const best = topK(scores, n)
    return Array.from(best.indices, (item, rank) => {
      const score = best.scores[rank]
      const because = { kind: 'neighbours' as const, loved: loved[item], rated: rated[item], neighbours: nLovers }
      return { item, score, because: [{ ...because, amount: score }] }
    })
  }

  /** How many lovers of the source rated, and loved, every item. */
  private count(source: number): void {
    const { loved, rated } = this
    const { indptr, indices, halfStars } = this.matrix.rows
    loved.fill(0)
    rated.fill(0)
    for (const lover of this.raters.atLeast(source, LOVED_HALF_STARS)) {
      for (let r = indptr[lover]; r < indptr[lover + 1]; r++) {
        rated[indices[r]]++
        if (halfStars[r] >= LOVED_HALF_STARS) loved[indices[r]]++
      }
    }
  }
}
