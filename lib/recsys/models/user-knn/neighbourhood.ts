// Who in the crowd is most like a profile: one pass over the columns of what it rated.
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { Neighbour, RatingVector } from '../contract'
import type { UserKnnConfig } from './config'
import { shrunkMean, type CrowdStats } from './crowd'

/** A profile whose ratings all lie within this many stars of its centre tells likes from dislikes too faintly to be measured. */
const FLAT_STARS = 0.25
/** Below this a row of the crowd has no direction: all its ratings equal its centre. */
const MIN_NORM = 1e-6

export interface Neighbourhood {
  /** The profile's own centre m, in stars. */
  centre: number
  /** Most similar first; all similarities > 0. */
  neighbours: Neighbour[]
}

/**
 * Finds the k rows with the highest shrunk cosine to a profile.
 *
 * sim(a, v) = Σ_{i ∈ I_a ∩ I_v} (a_i − m_a)(r_vi − m_v) / (‖a − m_a‖ ‖r_v − m_v‖) · c / (c + shrinkage), with c = |I_a ∩ I_v|
 * and each norm over all that this side rated. Only positive similarities make neighbours.
 *
 * A flat profile (all ratings within a quarter star of its centre, for instance twenty films at 4 stars) has no direction of its
 * own: having watched these films then counts as liking each of them alike.
 * A row that holds exactly the given ratings is the profile itself and not its neighbour.
 *
 * Cost: O(Σ raters of the rated items + nUsers) time; two accumulators of nUsers, reused.
 * Source: Herlocker et al., "An algorithmic framework for performing collaborative filtering", SIGIR 1999 (significance weighting);
 * the form c / (c + shrinkage) is Bell & Koren's, ICDM 2007.
 * **Deviation:** centred on shrunk means; missing ratings count as "at the mean" in the norms.
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
    const direction = directionOf(ratings.stars, centre)
    this.accumulate(ratings.items, direction)
    return { centre, neighbours: this.nearest(ratings) }
  }

  private accumulate(items: Int32Array, direction: Float64Array): void {
    const { indptr, indices, halfStars } = this.matrix.byItem()
    const { means } = this.stats
    const { dots, common } = this
    dots.fill(0)
    common.fill(0)
    for (let j = 0; j < items.length; j++) {
      const weight = direction[j]
      for (let e = indptr[items[j]], end = indptr[items[j] + 1]; e < end; e++) {
        const user = indices[e]
        dots[user] += weight * (halfStars[e] / 2 - means[user])
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
      if (!(dots[user] > 0) || norms[user] < MIN_NORM) continue
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

/** (a − m) / ‖a − m‖, or equal positive weights for a flat profile. Length 1; empty for an empty profile. */
function directionOf(stars: Float32Array, centre: number): Float64Array {
  const centred = Float64Array.from(stars, (s) => s - centre)
  const direction = centred.every((d) => Math.abs(d) < FLAT_STARS) ? centred.fill(1) : centred
  const norm = Math.sqrt(direction.reduce((sum, d) => sum + d * d, 0))
  return direction.map((d) => d / norm)
}
