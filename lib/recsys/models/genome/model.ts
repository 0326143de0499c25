// The fitted genome model: films as points among tags, people as the direction of what they liked.
import { topK } from '@/lib/math/top-k'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { GenomeConfig } from './config'
import { saveGenome, type GenomeState } from './state'

/** What a profile's mean is shrunk to: the middle of what people call "it was all right". */
const NEUTRAL_STARS = 3
/** How many shared tags a pair is explained by. */
const MAX_SHARED_TAGS = 5

/**
 * Cosines between films' coordinates, u_i = z_i / ‖z_i‖.
 *
 * similar: u_i · u_j. score: s_i = p · u_i / ‖p‖ with p = Σ_j w_j u_j over the rated items and
 * w_j = stars_j − (Σ stars + 3 m) / (n + m), m = `meanShrinkage`, n the rated items with a genome.
 * Cost: O(nCovered nComponents) a score, and a list of similar films; memory 4 bytes per coordinate and per entry of V.
 */
export class GenomeModel implements FittedModel {
  /** U (nCovered × nComponents): the coordinates at unit length; zero where a film is the mean of all. */
  private readonly units: Float32Array
  private readonly rowOf: Int32Array
  private readonly width: number

  constructor(
    readonly nItems: number,
    private readonly state: GenomeState,
    private readonly config: GenomeConfig,
  ) {
    const { items, coordinates, explained } = state
    this.width = explained.length
    this.rowOf = new Int32Array(nItems).fill(-1)
    items.forEach((item, row) => (this.rowOf[item] = row))
    this.units = new Float32Array(coordinates.length)
    for (let at = 0; at < coordinates.length; at += this.width) {
      const own = coordinates.subarray(at, at + this.width)
      const length = Math.hypot(...own)
      if (length > 0) own.forEach((value, k) => (this.units[at + k] = value / length))
    }
  }

  /**
   * Cosine between the profile's direction and every film, −1…1; 0 for all when the profile says nothing.
   * @returns (nItems); -Infinity for items without a genome.
   */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const { weights, length } = this.profileOf(ratings)
    const direction = new Float64Array(this.width)
    ratings.items.forEach((item, j) => this.addUnit(direction, item, length > 0 ? weights[j] / length : 0))
    const scores = new Float32Array(this.nItems).fill(-Infinity)
    this.state.items.forEach((item, row) => (scores[item] = this.dotWith(direction, row)))
    return scores
  }

  /** What each rated film adds: w_j u_j · u_i / ‖p‖. The amounts add up to the score. Nothing for a film without a genome. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    const row = this.rowOf[item]
    if (row < 0) return []
    const { weights, length } = this.profileOf(ratings)
    const own = this.unitOf(row)
    const amounts = weights.map((weight, j) => {
      const rated = this.rowOf[ratings.items[j]]
      return rated < 0 || length === 0 ? 0 : (weight * this.dotWith(own, rated)) / length
    })
    return ratedItemReasons(ratings, amounts)
  }

  /** The films that point most nearly the same way, each with up to five tags that speak for both. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    const row = this.rowOf[item]
    if (row < 0) return []
    const own = this.unitOf(row)
    const cosines = Float64Array.from(this.state.items, (_, other) =>
      other === row ? -Infinity : this.dotWith(own, other),
    )
    const best = topK(cosines, n, (other) => cosines[other] > 0)
    const tagsOfOwn = this.tagsOf(row)
    return Array.from(best.indices, (other, rank) => ({
      item: this.state.items[other],
      score: best.scores[rank],
      because: this.sharedTags(tagsOfOwn, this.tagsOf(other)),
    }))
  }

  save(): ModelState {
    return saveGenome(this.state, this.nItems)
  }

  /** The weights w, 0 for films without a genome, and ‖p‖. */
  private profileOf({ items, stars }: RatingVector) {
    const m = this.config.meanShrinkage
    const known = Array.from(items, (item) => this.rowOf[item] >= 0)
    const n = known.filter(Boolean).length
    const total = stars.reduce((sum, s, j) => (known[j] ? sum + s : sum), 0)
    const centre = (total + NEUTRAL_STARS * m) / Math.max(n + m, 1)
    const weights = Float64Array.from(stars, (s, j) => (known[j] ? s - centre : 0))
    const p = new Float64Array(this.width)
    items.forEach((item, j) => this.addUnit(p, item, weights[j]))
    return { weights, length: Math.hypot(...p) }
  }

  /**
   * u_i in the space of tags: (Vᵀ u_i)_t, above 0 where a tag says more of the film than of the average one. V has orthonormal rows,
   * so the products over all tags add up to the cosine.
   */
  private tagsOf(row: number): Float64Array {
    const { components, tags } = this.state
    const own = this.unitOf(row)
    const weights = new Float64Array(tags.length)
    for (let k = 0; k < this.width; k++)
      for (let t = 0; t < tags.length; t++) weights[t] += own[k] * components[k * tags.length + t]
    return weights
  }

  /** That both lack a tag makes two films alike, but nobody calls it shared. */
  private sharedTags(own: Float64Array, other: Float64Array): Contribution[] {
    const best = topK(
      own.map((weight, t) => weight * other[t]),
      MAX_SHARED_TAGS,
      (t) => own[t] > 0 && other[t] > 0,
    )
    return Array.from(best.indices, (t, rank) => ({
      kind: 'term' as const,
      term: this.state.tags[t],
      field: 'theme' as const,
      amount: best.scores[rank],
    }))
  }

  private unitOf(row: number): Float32Array {
    return this.units.subarray(row * this.width, (row + 1) * this.width)
  }

  private addUnit(to: Float64Array, item: number, weight: number): void {
    const row = this.rowOf[item]
    if (row < 0 || weight === 0) return
    for (let k = 0; k < this.width; k++) to[k] += weight * this.units[row * this.width + k]
  }

  private dotWith(direction: Float32Array | Float64Array, row: number): number {
    let sum = 0
    for (let k = 0; k < this.width; k++) sum += direction[k] * this.units[row * this.width + k]
    return sum
  }
}
