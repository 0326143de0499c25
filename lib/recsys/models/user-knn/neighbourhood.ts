// Who in the crowd is most like a profile: one pass over the raters of what it rated.
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { Neighbour, RatingVector } from '../contract'
import { interestWeights } from '../preferences'
import type { UserKnnConfig } from './config'
import { INTEREST_OF_HALF_STARS, shrunkMean, type CrowdStats } from './crowd'
import type { Raters } from './raters'

/** Ranks whose two sums fit the cache nearest to the processor's core: 128 kB. */
const BLOCK = 16_384
/** Where in the two numbers of a rank. */
const COMMON = 1

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
 * Finds the k rows with the highest cosine to a profile.
 *
 * sim(a, v) = Σ_{i ∈ I_a ∩ I_v} w(a_i) w(r_vi) / (‖w(a)‖ ‖w(r_v)‖) · c / (c + shrinkage), with w from {@link interestWeights},
 * c = |I_a ∩ I_v| and each norm over all that this side rated. Only positive similarities make neighbours.
 *
 * Nothing is centred: what two people both watched says more about a shared taste than by how much each of them liked it, and a profile
 * whose ratings are all alike needs no care. A row that holds exactly the given ratings is the profile itself and not its neighbour.
 *
 * Cost: O(Σ raters of the rated items + nUsers) time; 12 bytes per user, reused.
 * Source: Breese, Heckerman & Kadie, "Empirical analysis of predictive algorithms", UAI 1998 (vector similarity); the shrinkage is
 * Bell & Koren's, ICDM 2007. **Deviation:** interest weights in place of stars.
 */
export class NeighbourSearch {
  /**
   * Two numbers for each rank: Σ so far, common films so far; zero between calls.
   * Side by side, since each rating that is passed needs both: one line of the cache instead of two.
   */
  private readonly sums: Float32Array
  /** By rank. */
  private readonly inverseNorms: Float32Array
  /** c / (c + shrinkage) by c. */
  private readonly trust: Float64Array

  /** @param stats as measureCrowd gives them for the same matrix. */
  constructor(
    private readonly matrix: RatingMatrix,
    private readonly raters: Raters,
    private readonly stats: CrowdStats,
    private readonly config: UserKnnConfig,
  ) {
    this.sums = new Float32Array(2 * matrix.nUsers)
    this.inverseNorms = Float32Array.from(raters.userOf, (user) => (stats.norms[user] > 0 ? 1 / stats.norms[user] : 0))
    this.trust = Float64Array.from({ length: matrix.nItems + 1 }, (_, c) => c / Math.max(c + config.shrinkage, 1e-9))
  }

  /** @param ratings a sound profile (see requireRatingVector). */
  find(ratings: RatingVector): Neighbourhood {
    const sum = ratings.stars.reduce((total, stars) => total + stars, 0)
    const centre = shrunkMean(sum, ratings.stars.length, this.stats.globalMean, this.config.meanShrinkage)
    const direction = directionOf(ratings.stars)
    return { centre, neighbours: this.nearest(ratings, direction) }
  }

  /** Block by block, so that the sums of a block stay in the cache while all rated items add to them. */
  private nearest(ratings: RatingVector, direction: Float64Array): Neighbour[] {
    const { userOf, indptr } = this.raters
    const next = Uint32Array.from(ratings.items, (item) => indptr[item])
    const amounts = Array.from(direction, (weight) => INTEREST_OF_HALF_STARS.map((interest) => interest * weight))
    const found: Found = { best: new TopK(Math.min(this.config.k, userOf.length)), commonOf: new Map() }
    for (let start = 0; start < userOf.length; start += BLOCK) {
      const end = Math.min(start + BLOCK, userOf.length)
      for (let j = 0; j < next.length; j++)
        next[j] = this.addRaters(next[j], indptr[ratings.items[j] + 1], end, amounts[j])
      this.takeBest(start, end, ratings, found)
    }
    const { indices, scores } = found.best.drain()
    return Array.from(indices, (userIndex, i) => ({
      userIndex,
      similarity: scores[i],
      common: found.commonOf.get(userIndex) ?? 0,
    }))
  }

  /** Adds `amounts` by half-stars for the raters of one item, from entry `e` on, whose rank is below `endRank`; returns the first one left. */
  private addRaters(e: number, endEntry: number, endRank: number, amounts: Float64Array): number {
    const { ranks, halfStars } = this.raters
    const { sums } = this
    for (; e < endEntry && ranks[e] < endRank; e++) {
      const at = ranks[e] << 1
      sums[at] += amounts[halfStars[e]]
      sums[at + COMMON] += 1
    }
    return e
  }

  /** Reads the sums of a block once, and leaves zero behind. */
  private takeBest(start: number, end: number, ratings: RatingVector, { best, commonOf }: Found): void {
    const { sums, inverseNorms, trust } = this
    const { userOf } = this.raters
    const own = ratings.items.length
    for (let rank = start, at = 2 * start; rank < end; rank++, at += 2) {
      const common = sums[at + COMMON]
      if (common === 0) continue
      const similarity = sums[at] * inverseNorms[rank] * trust[common]
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

/** w(a) / ‖w(a)‖. Length 1; empty for an empty profile. */
function directionOf(stars: Float32Array): Float64Array {
  const weights = interestWeights(stars)
  const norm = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
  return weights.map((weight) => weight / norm)
}
