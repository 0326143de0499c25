// Who in the crowd is most like a profile: one pass over the columns of what it rated.
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { Neighbour, RatingVector } from '../contract'
import { interestWeights } from '../preferences'
import type { UserKnnConfig } from './config'
import { INTEREST_OF_HALF_STARS, shrunkMean, type CrowdStats } from './crowd'

export interface Neighbourhood {
  /** The profile's own centre m, in stars. */
  centre: number
  /** Most similar first; all similarities > 0. */
  neighbours: Neighbour[]
}

/**
 * Finds the k rows with the highest cosine to a profile.
 *
 * sim(a, v) = Σ_{i ∈ I_a ∩ I_v} w(a_i) w(r_vi) / (‖w(a)‖ ‖w(r_v)‖) · c / (c + shrinkage), with w from {@link interestWeights},
 * c = |I_a ∩ I_v| and each norm over all that this side rated. Only positive similarities make neighbours.
 *
 * Nothing is centred: what two people both watched says more about a shared taste than by how much each of them liked it, and a profile
 * whose ratings are all alike needs no care. A row that holds exactly the given ratings is the profile itself and not its neighbour.
 *
 * Cost: O(Σ raters of the rated items + nUsers) time; two accumulators of nUsers, reused.
 * Source: Breese, Heckerman & Kadie, "Empirical analysis of predictive algorithms", UAI 1998 (vector similarity); the shrinkage is
 * Bell & Koren's, ICDM 2007. **Deviation:** interest weights in place of stars.
 */
export class NeighbourSearch {
  private readonly dots: Float32Array
  private readonly common: Int32Array

  constructor(
    private readonly matrix: RatingMatrix,
    private readonly stats: CrowdStats,
    private readonly config: UserKnnConfig,
  ) {
    this.dots = new Float32Array(matrix.nUsers)
    this.common = new Int32Array(matrix.nUsers)
  }

  /** @param ratings a sound profile (see requireRatingVector). */
  find(ratings: RatingVector): Neighbourhood {
    const sum = ratings.stars.reduce((total, stars) => total + stars, 0)
    const centre = shrunkMean(sum, ratings.stars.length, this.stats.globalMean, this.config.meanShrinkage)
    this.accumulate(ratings.items, directionOf(ratings.stars))
    return { centre, neighbours: this.nearest(ratings) }
  }

  private accumulate(items: Int32Array, direction: Float64Array): void {
    const { indptr, indices, halfStars } = this.matrix.byItem()
    const { dots, common } = this
    dots.fill(0)
    common.fill(0)
    for (let j = 0; j < items.length; j++) {
      const weights = INTEREST_OF_HALF_STARS.map((weight) => weight * direction[j])
      for (let e = indptr[items[j]], end = indptr[items[j] + 1]; e < end; e++) {
        const user = indices[e]
        dots[user] += weights[halfStars[e]]
        common[user]++
      }
    }
  }

  private nearest(ratings: RatingVector): Neighbour[] {
    const { dots, common } = this
    const { norms } = this.stats
    const { indptr } = this.matrix.rows
    const { k, shrinkage } = this.config
    const best = new TopK(Math.min(k, dots.length))
    const own = ratings.items.length
    for (let user = 0; user < dots.length; user++) {
      if (!(dots[user] > 0)) continue
      const c = common[user]
      if (c === own && indptr[user + 1] - indptr[user] === own && this.isSame(user, ratings)) continue
      best.offer(user, ((dots[user] / norms[user]) * c) / (c + shrinkage))
    }
    const { indices, scores } = best.drain()
    return Array.from(indices, (userIndex, i) => ({ userIndex, similarity: scores[i], common: common[userIndex] }))
  }

  private isSame(user: number, { items, stars }: RatingVector): boolean {
    const { indptr, indices, halfStars } = this.matrix.rows
    const start = indptr[user]
    return items.every((item, i) => indices[start + i] === item && halfStars[start + i] === stars[i] * 2)
  }
}

/** w(a) / ‖w(a)‖. Length 1; empty for an empty profile. */
function directionOf(stars: Float32Array): Float64Array {
  const weights = interestWeights(stars)
  const norm = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
  return weights.map((weight) => weight / norm)
}
