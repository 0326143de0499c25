// Who in the crowd is most like a profile: one pass over the raters of what it rated.
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { Neighbour, RatingVector } from '../contract'
import type { UserKnnConfig } from './config'
import { shrunkMean, type CrowdStats } from './crowd'
import type { Raters } from './raters'

/** A profile whose ratings all lie within this many stars of its centre tells likes from dislikes too faintly to be measured. */
const FLAT_STARS = 0.25
/** Below this a row of the crowd has no direction: all its ratings equal its centre. */
const MIN_NORM = 1e-6
/** Ranks whose four numbers fit the cache nearest to the processor's core: 128 kB. */
const BLOCK = 8192
/** Where in the four numbers of a rank. */
const [COMMON, MEAN, INVERSE_NORM] = [1, 2, 3]

interface Found {
  best: TopK
  commonOf: Map<number, number>
}

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
 * Cost: O(Σ raters of the rated items + nUsers) time; 20 bytes per user, reused.
 * Source: Herlocker et al., "An algorithmic framework for performing collaborative filtering", SIGIR 1999 (significance weighting);
 * the form c / (c + shrinkage) is Bell & Koren's, ICDM 2007.
 * **Deviation:** centred on shrunk means; missing ratings count as "at the mean" in the norms.
 */
export class NeighbourSearch {
  /**
   * Four numbers for each rank: Σ so far, common films so far, mean, 1/norm. The two sums are zero between calls.
   * Side by side, since each rating that is passed needs all of them: one line of the cache instead of three.
   */
  private readonly sums: Float32Array
  /** c / (c + shrinkage) by c. */
  private readonly trust: Float64Array

  /** @param stats as measureCrowd gives them for the same matrix. */
  constructor(
    private readonly matrix: RatingMatrix,
    private readonly raters: Raters,
    private readonly stats: CrowdStats,
    private readonly config: UserKnnConfig,
  ) {
    this.sums = new Float32Array(4 * matrix.nUsers)
    for (let rank = 0; rank < matrix.nUsers; rank++) {
      const user = raters.userOf[rank]
      this.sums[4 * rank + MEAN] = stats.means[user]
      this.sums[4 * rank + INVERSE_NORM] = stats.norms[user] < MIN_NORM ? 0 : 1 / stats.norms[user]
    }
    this.trust = Float64Array.from({ length: matrix.nItems + 1 }, (_, c) => c / Math.max(c + config.shrinkage, 1e-9))
  }

  /** @param ratings a sound profile (see requireRatingVector). */
  find(ratings: RatingVector): Neighbourhood {
    const sum = ratings.stars.reduce((total, stars) => total + stars, 0)
    const centre = shrunkMean(sum, ratings.stars.length, this.stats.globalMean, this.config.meanShrinkage)
    const direction = directionOf(ratings.stars, centre)
    return { centre, neighbours: this.nearest(ratings, direction) }
  }

  /** Block by block, so that the sums of a block stay in the cache while all rated items add to them. */
  private nearest(ratings: RatingVector, direction: Float64Array): Neighbour[] {
    const { userOf, indptr } = this.raters
    const next = Uint32Array.from(ratings.items, (item) => indptr[item])
    const found: Found = { best: new TopK(Math.min(this.config.k, userOf.length)), commonOf: new Map() }
    for (let start = 0; start < userOf.length; start += BLOCK) {
      const end = Math.min(start + BLOCK, userOf.length)
      for (let j = 0; j < next.length; j++)
        next[j] = this.addRaters(next[j], indptr[ratings.items[j] + 1], end, direction[j])
      this.takeBest(start, end, ratings, found)
    }
    const { indices, scores } = found.best.drain()
    return Array.from(indices, (userIndex, i) => ({
      userIndex,
      similarity: scores[i],
      common: found.commonOf.get(userIndex) ?? 0,
    }))
  }

  /** Adds the raters of one item from entry `e` on whose rank is below `endRank`; returns the first one left. */
  private addRaters(e: number, endEntry: number, endRank: number, weight: number): number {
    const { ranks, halfStars } = this.raters
    const { sums } = this
    for (; e < endEntry && ranks[e] < endRank; e++) {
      const at = ranks[e] << 2
      sums[at] += weight * (halfStars[e] * 0.5 - sums[at + MEAN])
      sums[at + COMMON] += 1
    }
    return e
  }

  /** Reads the sums of a block once, and leaves zero behind. */
  private takeBest(start: number, end: number, ratings: RatingVector, { best, commonOf }: Found): void {
    const { sums, trust } = this
    const { userOf } = this.raters
    const own = ratings.items.length
    for (let rank = start, at = 4 * start; rank < end; rank++, at += 4) {
      const common = sums[at + COMMON]
      if (common === 0) continue
      const similarity = sums[at] * sums[at + INVERSE_NORM] * trust[common]
      sums[at] = 0
      sums[at + COMMON] = 0
      if (!(similarity > 0) || similarity < best.floor) continue
      const user = userOf[rank]
      if (common === own && this.isSame(user, ratings)) continue
      best.offer(user, similarity)
      commonOf.set(user, common)
    }
  }

  private isSame(user: number, { items, stars }: RatingVector): boolean {
    const { indptr, indices, halfStars } = this.matrix.rows
    const start = indptr[user]
    if (indptr[user + 1] - start !== items.length) return false
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
