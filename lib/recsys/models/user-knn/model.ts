// The fitted user-user model: neighbours on demand, and what they thought of each film.
import { AppError } from '@/lib/errors/app-error'
import { Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../../data/rating-matrix'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, Neighbour, RatingVector, ScoredItem } from '../contract'
import { LatestProfile } from '../latest-profile'
import { AudienceSearch, countLovers, LOVED_HALF_STARS } from './audience'
import type { UserKnnConfig } from './config'
import { INTEREST_OF_HALF_STARS, type CrowdStats } from './crowd'
import { NeighbourSearch, type Neighbourhood } from './neighbourhood'
import { Raters } from './raters'

interface Opinions extends Neighbourhood {
  /** (nItems) what the neighbours say of each item, -Infinity where none of them rated it. */
  scores: Float32Array
  /** Of the items that were asked for. */
  stars: Map<number, Stars>
}

/** What the neighbours' stars for one item come to. */
interface Stars {
  /** Σ sim · (r_vi − m_v). */
  deviation: number
  /** Σ sim over the neighbours who rated the item. */
  weight: number
  rated: number
  /** Of those, how many loved it. */
  loved: number
}

const NO_STARS: Stars = { deviation: 0, weight: 0, rated: 0, loved: 0 }

/**
 * User-user nearest neighbours. N is the neighbourhood of {@link NeighbourSearch}, N_i those of it who rated item i.
 *
 * score: s_i = Σ_{v ∈ N_i} sim_v^q w(r_vi) / Σ_{v ∈ N} sim_v^q, q = `similarityPower`, w from ../preferences.ts: the share of the neighbourhood,
 * by weight, that likes the film, so that one enthusiast does not beat the agreement of many.
 * predict: r̂_i = m + Σ_{v ∈ N_i} sim_v (r_vi − m_v) / Σ_{v ∈ N_i} sim_v, clamped to 0.5…5, m the shrunk mean of each.
 * Cost: one neighbour search, then O(Σ ratings of the neighbours + nItems).
 * Source: Resnick et al., "GroupLens", CSCW 1994, for the prediction.
 */
export class UserKnn implements FittedModel {
  readonly nItems: number
  private readonly raters: Raters
  private readonly search: NeighbourSearch
  private audience?: AudienceSearch
  private readonly opinions = new LatestProfile((ratings) => this.gather(this.search.find(ratings)))

  constructor(
    private readonly matrix: RatingMatrix,
    private readonly stats: CrowdStats,
    private readonly config: UserKnnConfig,
  ) {
    this.nItems = matrix.nItems
    const kernels = new Kernels({ threads: 1 })
    this.raters = new Raters(matrix, kernels)
    this.search = new NeighbourSearch(matrix, this.raters, stats, config, kernels)
  }

  /**
   * @returns (nItems) −0.1…1; -Infinity for items that no neighbour rated, hence for all of an empty profile.
   * @throws AppError('invalid') for a profile that is not sound.
   */
  score(ratings: RatingVector): Float32Array {
    return this.opinionsFor(ratings).scores.slice()
  }

  /** Stars, or undefined when fewer than `minSupport` neighbours rated the item. O(k log(ratings of a neighbour)). */
  predict(ratings: RatingVector, item: number): number | undefined {
    this.requireItem(item)
    const opinions = this.opinionsFor(ratings)
    const stars = this.predictOne(opinions.centre, this.starsFor(opinions, item))
    return Number.isNaN(stars) ? undefined : stars
  }

  /** @returns (nItems) stars, NaN below `minSupport`. */
  predictAll(ratings: RatingVector): Float32Array {
    const opinions = this.opinionsFor(ratings)
    return Float32Array.from(this.starsForAll(opinions), (stars) => this.predictOne(opinions.centre, stars))
  }

  /** "31 of your 100 nearest neighbours loved it" (4 stars or more); the amount is the score. Nothing when none rated it. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    this.requireItem(item)
    const opinions = this.opinionsFor(ratings)
    const { rated, loved } = this.starsFor(opinions, item)
    if (rated === 0) return []
    return [{ kind: 'neighbours', loved, rated, neighbours: opinions.neighbours.length, amount: opinions.scores[item] }]
  }

  /** The k nearest, most similar first, ties by row. */
  neighbours(ratings: RatingVector): Neighbour[] {
    return this.opinionsFor(ratings).neighbours.map((neighbour) => ({ ...neighbour }))
  }

  /** "Its lovers also loved": see {@link AudienceSearch}. */
  similar(item: number, n: number): ScoredItem[] {
    this.requireItem(item)
    this.audience ??= new AudienceSearch(this.matrix, this.raters, countLovers(this.matrix), this.config)
    return this.audience.similar(item, n)
  }

  /** The crowd itself is not repeated in the artefact: loading is given the same ratings again. */
  save(): ModelState {
    const { globalMean, means, norms } = this.stats
    const { nUsers, nItems, nRatings } = this.matrix
    return { arrays: { means, norms }, meta: { globalMean, nUsers, nItems, nRatings } }
  }

  private predictOne(centre: number, { deviation, weight, rated }: Stars): number {
    if (rated < this.config.minSupport) return Number.NaN
    return Math.min(5, Math.max(0.5, centre + deviation / weight))
  }

  private opinionsFor(ratings: RatingVector): Opinions {
    requireRatingVector(ratings, this.nItems)
    return this.opinions.of(ratings)
  }

  private gather(neighbourhood: Neighbourhood): Opinions {
    const { indptr, indices, halfStars } = this.matrix.rows
    const says = neighbourhood.neighbours.map(({ similarity }) => similarity ** this.config.similarityPower)
    const total = says.reduce((sum, say) => sum + say, 0)
    const votes = new Float64Array(INTEREST_OF_HALF_STARS.length)
    // The sums begin at minus zero, which no sum of votes comes to: so it still marks the films that nobody rated.
    const scores = new Float32Array(this.nItems).fill(-0)
    neighbourhood.neighbours.forEach(({ userIndex }, rank) => {
      for (let value = 1; value < votes.length; value++)
        votes[value] = (INTEREST_OF_HALF_STARS[value] * says[rank]) / total
      for (let e = indptr[userIndex]; e < indptr[userIndex + 1]; e++) scores[indices[e]] += votes[halfStars[e]]
    })
    for (let item = 0; item < scores.length; item++) if (Object.is(scores[item], -0)) scores[item] = -Infinity
    return { ...neighbourhood, scores, stars: new Map() }
  }

  /** Prediction and reason of a film ask one after the other. */
  private starsFor({ neighbours, stars: known }: Opinions, item: number): Stars {
    let stars = known.get(item)
    if (stars) return stars
    stars = { ...NO_STARS }
    for (const neighbour of neighbours) {
      const halfStars = this.halfStarsOf(neighbour.userIndex, item)
      if (halfStars > 0) this.addStars(stars, neighbour, halfStars)
    }
    known.set(item, stars)
    return stars
  }

  /** The same for all items, in one pass over the neighbours' ratings. */
  private starsForAll({ neighbours }: Opinions): Stars[] {
    const { indptr, indices, halfStars } = this.matrix.rows
    const all = Array.from({ length: this.nItems }, () => ({ ...NO_STARS }))
    for (const neighbour of neighbours)
      for (let e = indptr[neighbour.userIndex]; e < indptr[neighbour.userIndex + 1]; e++)
        this.addStars(all[indices[e]], neighbour, halfStars[e])
    return all
  }

  private addStars(stars: Stars, { userIndex, similarity }: Neighbour, halfStars: number): void {
    stars.deviation += similarity * (halfStars / 2 - this.stats.means[userIndex])
    stars.weight += similarity
    stars.rated += 1
    if (halfStars >= LOVED_HALF_STARS) stars.loved += 1
  }

  /** 0 where the person has not rated the item. */
  private halfStarsOf(userIndex: number, item: number): number {
    const { indptr, indices, halfStars } = this.matrix.rows
    const end = indptr[userIndex + 1]
    let low = indptr[userIndex]
    for (let high = end; low < high;) {
      const middle = (low + high) >>> 1
      if (indices[middle] < item) low = middle + 1
      else high = middle
    }
    return low < end && indices[low] === item ? halfStars[low] : 0
  }

  private requireItem(item: number): void {
    if (!Number.isInteger(item) || item < 0 || item >= this.nItems)
      throw new AppError('invalid', `Item ${item} is not in the catalogue of ${this.nItems} items.`)
  }
}
