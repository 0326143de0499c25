// Who in the crowd is most like a profile: whole numbers find the few who may be, and these are measured exactly.
import type { Kernels } from '@/lib/math/kernels/pool'
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { Neighbour, RatingVector } from '../contract'
import { interestWeights } from '../preferences'
import type { UserKnnConfig } from './config'
import { INTEREST_OF_HALF_STARS, shrunkMean, type CrowdStats } from './crowd'
import type { Raters } from './raters'

/** No sum of products gets beyond it, so that 32 bits hold them all. */
const LARGEST_SUM = 2 ** 30
/** What floating point may add to the error of a sum, generously. */
const ROUNDING = 1
/** Half-stars 1…10. */
const INTERESTS = INTEREST_OF_HALF_STARS.subarray(1)
/** Amounts that count the films in common. */
const ONES = new Int32Array(INTERESTS.length).fill(1)
/** Ranks that are looked at before the floor is raised again: few at first, while every rank raises it. */
const FIRST_STRETCH = 128
const LONGEST_STRETCH = 1024
/** Ranks that the kernel reads beyond the last. */
const BEYOND = 3

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
 * The products are added up as whole numbers, Σ ⌊w(a_i) w(r_vi) 2³⁰ / n⌉, n the films of the profile, which is off by at most n / 2: whoever
 * by that much may be among the k best is measured again in floating point, in the order of the films. So the answer is that of the formula, bit for bit.
 *
 * Cost: O(Σ raters of the rated items + nUsers) time, twice that where `shrinkage` asks for c; 16 bytes per user.
 * Source: Breese, Heckerman & Kadie, "Empirical analysis of predictive algorithms", UAI 1998 (vector similarity); the shrinkage is
 * Bell & Koren's, ICDM 2007. **Deviation:** interest weights in place of stars.
 */
export class NeighbourSearch {
  /** By rank: Σ of the products. */
  private readonly sums: Int32Array
  /** By rank: c, where it was asked for. */
  private readonly common: Int32Array
  /** By rank: what makes a similarity of a sum, but for what is the same for everybody. */
  private readonly factors: Float64Array
  /** Of one stretch. */
  private readonly found: Int32Array
  /** w(a_i) by item, zero between calls. */
  private readonly own: Float64Array

  /**
   * @param stats as measureCrowd gives them for the same matrix.
   * @param kernels those of the raters.
   */
  constructor(
    private readonly matrix: RatingMatrix,
    private readonly raters: Raters,
    private readonly stats: CrowdStats,
    private readonly config: UserKnnConfig,
    private readonly kernels: Kernels,
  ) {
    this.sums = kernels.allocate(Int32Array, matrix.nUsers + BEYOND)
    this.common = kernels.allocate(Int32Array, matrix.nUsers + BEYOND)
    this.factors = kernels.allocate(Float64Array, matrix.nUsers + BEYOND)
    this.raters.userOf.forEach((user, rank) => (this.factors[rank] = this.inverseNorm(user)))
    this.found = kernels.allocate(Int32Array, LONGEST_STRETCH)
    this.own = new Float64Array(matrix.nItems)
  }

  /** @param ratings a sound profile (see requireRatingVector). */
  find(ratings: RatingVector): Neighbourhood {
    const sum = ratings.stars.reduce((total, stars) => total + stars, 0)
    const centre = shrunkMean(sum, ratings.stars.length, this.stats.globalMean, this.config.meanShrinkage)
    const weights = interestWeights(ratings.stars)
    this.addProducts(ratings, weights)
    if (this.config.shrinkage > 0) this.shrinkFactors(ratings)
    return { centre, neighbours: this.takeBest(this.findLikely(ratings), ratings, weights) }
  }

  private addProducts({ items }: RatingVector, weights: Float64Array): void {
    const scale = LARGEST_SUM / items.length
    const amounts = new Int32Array(INTERESTS.length)
    this.sums.fill(0)
    for (let i = 0; i < items.length; i++) {
      for (let value = 0; value < amounts.length; value++)
        amounts[value] = Math.round(INTERESTS[value] * weights[i] * scale)
      this.raters.add(items[i], amounts, this.sums)
    }
  }

  private countCommon({ items }: RatingVector): void {
    this.common.fill(0)
    for (const item of items) this.raters.add(item, ONES, this.common)
  }

  private shrinkFactors(ratings: RatingVector): void {
    this.countCommon(ratings)
    const { common, factors, config } = this
    this.raters.userOf.forEach((user, rank) => {
      factors[rank] = (this.inverseNorm(user) * common[rank]) / (common[rank] + config.shrinkage)
    })
  }

  private inverseNorm(user: number): number {
    return this.stats.norms[user] > 0 ? 1 / this.stats.norms[user] : 0
  }

  /** Ranks that may be among the k best, all of the k best among them; never the profile itself. */
  private findLikely(ratings: RatingVector): number[] {
    const error = ratings.items.length / 2 + ROUNDING
    const floor = this.findFloor(ratings, error)
    const likely: number[] = []
    const note = (rank: number) => void likely.push(rank)
    if (floor > 0) {
      this.visitReaching(this.sums, error, () => floor, ratings, note)
      return likely
    }
    // Fewer than k are surely similar at all: whoever has a film in common may be.
    this.countCommon(ratings)
    this.visitReaching(this.common, 0, () => Number.MIN_VALUE, ratings, note)
    return likely
  }

  /** What k ranks reach even where their sums are too high by `error`; 0 where fewer than k are similar for sure. */
  private findFloor(ratings: RatingVector, error: number): number {
    const { sums, factors } = this
    const best = new TopK(Math.min(this.config.k, this.raters.userOf.length))
    const floor = () => Math.max(Number.MIN_VALUE, best.floor)
    const offer = (rank: number) => best.offer(rank, (sums[rank] - error) * factors[rank])
    this.visitReaching(sums, -error, floor, ratings, offer)
    return Math.max(0, best.floor)
  }

  /** Visits the ranks, but for the profile's own, with (sums_rank + error) · factors_rank ≥ floor, which may rise meanwhile. */
  private visitReaching(
    sums: Int32Array,
    error: number,
    floor: () => number,
    ratings: RatingVector,
    visit: (rank: number) => void,
  ): void {
    const { kernels, factors, found } = this
    const { userOf } = this.raters
    for (let start = 0, stretch = FIRST_STRETCH; start < userOf.length; start += stretch) {
      if (start > 0 && stretch < LONGEST_STRETCH) stretch *= 2
      const end = Math.min(start + stretch, userOf.length)
      const count = kernels.call('listReaching', start, end, sums, error, factors, floor(), found) ?? 0
      for (let i = 0; i < count; i++) if (!this.isSame(userOf[found[i]], ratings)) visit(found[i])
    }
  }

  /** The k best of some ranks, by the formula. */
  private takeBest(ranks: number[], { items }: RatingVector, weights: Float64Array): Neighbour[] {
    const { own } = this
    const { userOf } = this.raters
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
    items.forEach((item, i) => (own[item] = weights[i]))
    const measured = new Map(ranks.map((rank) => [userOf[rank], this.measure(userOf[rank], length)]))
    items.forEach((item) => (own[item] = 0))
    const best = new TopK(Math.min(this.config.k, ranks.length))
    for (const { userIndex, similarity } of measured.values()) if (similarity > 0) best.offer(userIndex, similarity)
    return Array.from(best.drain().indices, (user) => measured.get(user)).filter((found) => found !== undefined)
  }

  private measure(userIndex: number, length: number): Neighbour {
    const { own } = this
    const { indptr, indices, halfStars } = this.matrix.rows
    let dot = 0
    let common = 0
    // Without a branch, which would be guessed wrong every other time: what is not in common adds exactly nothing.
    for (let e = indptr[userIndex]; e < indptr[userIndex + 1]; e++) {
      const weight = own[indices[e]]
      dot += weight * INTEREST_OF_HALF_STARS[halfStars[e]]
      // No rating weighs exactly nothing.
      common += Number(weight !== 0)
    }
    const cosine = dot / (length * this.stats.norms[userIndex])
    return { userIndex, similarity: (cosine * common) / (common + this.config.shrinkage), common }
  }

  private isSame(user: number, { items, stars }: RatingVector): boolean {
    const { indptr, indices, halfStars } = this.matrix.rows
    const start = indptr[user]
    if (indptr[user + 1] - start !== items.length) return false
    return items.every((item, i) => indices[start + i] === item && halfStars[start + i] === stars[i] * 2)
  }
}
