// The fitted content model: unit vectors by item, an inverted index, and what follows from cosines.
import { AppError } from '@/lib/errors/app-error'
import { transposeCsr, type Csr } from '@/lib/math/csr'
import { topK } from '@/lib/math/top-k'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import type { ContentConfig } from './config'
import { saveTfIdf } from './state'
import type { TfIdf } from './tf-idf'

/** What a profile's mean is shrunk to: the middle of what people call "it was all right". */
const NEUTRAL_STARS = 3
/** How many shared terms a pair is explained by. */
const MAX_SHARED_TERMS = 5

/**
 * Content similarity by cosine of TF-IDF vectors x_i.
 *
 * similar: cos(i, j) = x_i · x_j. score: s_i = p · x_i / ‖p‖ with p = Σ_j w_j x_j over the rated items and
 * w_j = stars_j − (Σ stars + 3 m) / (n + m), m = `meanShrinkage`: what a person disliked pushes away.
 * Cost: similar O(Σ df of the item's terms); score O(nnz) at worst; memory 16 bytes per entry (vectors and inverted index).
 */
export class ContentTfIdf implements FittedModel {
  readonly nItems: number
  /** (nTerms × nItems): for each term the items that have it. */
  private readonly postings: Csr<Float32Array>
  /** Reused by every call and always left at zero. */
  private readonly byTerm: Float32Array

  constructor(
    private readonly tfIdf: TfIdf,
    private readonly config: ContentConfig,
  ) {
    this.nItems = tfIdf.vectors.indptr.length - 1
    this.postings = transposeCsr(tfIdf.vectors, tfIdf.terms.length)
    this.byTerm = new Float32Array(tfIdf.terms.length)
  }

  /**
   * Cosine between the profile's vector and every item, -1…1; 0 for all when the profile says nothing.
   * @returns (nItems); -Infinity for items without any term.
   * @throws AppError('invalid') for a profile that is not sound.
   */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const profile = this.profileOf(ratings)
    const scores = this.cosines(profile.terms, profile.values)
    for (let item = 0; item < this.nItems; item++) if (this.isBlank(item)) scores[item] = -Infinity
    return scores
  }

  /**
   * The items whose vectors point the same way, with up to five shared terms each; fewer than n when fewer share anything.
   * @throws AppError('invalid') for an item outside the catalogue.
   */
  similar(item: number, n: number): ScoredItem[] {
    this.requireItem(item)
    const scores = this.cosines(...this.rowOf(item))
    const best = topK(scores, n, (other) => other !== item && scores[other] > 0)
    this.spread(item)
    const found = Array.from(best.indices, (other, rank) => ({
      item: other,
      score: best.scores[rank],
      because: this.sharedTerms(other),
    }))
    this.clear(item)
    return found
  }

  /**
   * What each rated item adds to the score: w_j x_j · x_i / ‖p‖, largest first. The amounts add up to the score.
   * @returns nothing for an item without text.
   */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    this.requireItem(item)
    const { norm, weights } = this.profileOf(ratings)
    if (norm === 0 || this.isBlank(item)) return []
    this.spread(item)
    const parts = Array.from(ratings.items, (rated, i) => ({
      kind: 'rated-item' as const,
      item: rated,
      amount: (weights[i] * this.dotWithSpread(rated)) / norm,
    }))
    this.clear(item)
    return parts.filter((part) => part.amount !== 0).sort((a, b) => b.amount - a.amount || a.item - b.item)
  }

  save(): ModelState {
    return saveTfIdf(this.tfIdf)
  }

  /** p / ‖p‖ as a sparse vector, ‖p‖, and the weights w. */
  private profileOf({ items, stars }: RatingVector) {
    const m = this.config.meanShrinkage
    const centre = (stars.reduce((sum, s) => sum + s, 0) + NEUTRAL_STARS * m) / Math.max(stars.length + m, 1)
    const weights = Float64Array.from(stars, (s) => s - centre)
    const sums = new Map<number, number>()
    const { indptr, indices, values } = this.tfIdf.vectors
    items.forEach((item, j) => {
      for (let e = indptr[item]; e < indptr[item + 1]; e++)
        sums.set(indices[e], (sums.get(indices[e]) ?? 0) + weights[j] * values[e])
    })
    const norm = Math.sqrt([...sums.values()].reduce((sum, value) => sum + value * value, 0))
    return {
      terms: Int32Array.from(sums.keys()),
      values: Float32Array.from(sums.values(), (value) => (norm > 0 ? value / norm : 0)),
      norm,
      weights,
    }
  }

  /** v · x_i for every item, through the inverted index. */
  private cosines(terms: Int32Array, weights: Float32Array): Float32Array {
    const scores = new Float32Array(this.nItems)
    const { indptr, indices, values } = this.postings
    for (let t = 0; t < terms.length; t++) {
      const weight = weights[t]
      for (let e = indptr[terms[t]], end = indptr[terms[t] + 1]; e < end; e++) scores[indices[e]] += weight * values[e]
    }
    return scores
  }

  /** The strongest terms that an item shares with the one spread out, by their part of the cosine. */
  private sharedTerms(item: number): Contribution[] {
    const { indptr, indices, values } = this.tfIdf.vectors
    const byLabel = new Map<string, Extract<Contribution, { kind: 'term' }>>()
    for (let e = indptr[item]; e < indptr[item + 1]; e++) {
      const amount = values[e] * this.byTerm[indices[e]]
      if (amount <= 0) continue
      const { field, label } = this.tfIdf.terms[indices[e]]
      // "dinosaur" the keyword and "dinosaur" in the plot are one reason to a reader.
      const key = label.toLowerCase()
      const known = byLabel.get(key)
      if (!known) byLabel.set(key, { kind: 'term', term: label, field, amount })
      else if (known.field === 'word')
        byLabel.set(key, { kind: 'term', term: label, field, amount: known.amount + amount })
      else known.amount += amount
    }
    return [...byLabel.values()].sort((a, b) => b.amount - a.amount).slice(0, MAX_SHARED_TERMS)
  }

  private dotWithSpread(item: number): number {
    const { indptr, indices, values } = this.tfIdf.vectors
    let sum = 0
    for (let e = indptr[item]; e < indptr[item + 1]; e++) sum += values[e] * this.byTerm[indices[e]]
    return sum
  }

  private spread(item: number): void {
    const [terms, weights] = this.rowOf(item)
    for (let t = 0; t < terms.length; t++) this.byTerm[terms[t]] = weights[t]
  }

  private clear(item: number): void {
    for (const term of this.rowOf(item)[0]) this.byTerm[term] = 0
  }

  private rowOf(item: number): [Int32Array, Float32Array] {
    const { indptr, indices, values } = this.tfIdf.vectors
    return [indices.subarray(indptr[item], indptr[item + 1]), values.subarray(indptr[item], indptr[item + 1])]
  }

  private isBlank(item: number): boolean {
    return this.tfIdf.vectors.indptr[item] === this.tfIdf.vectors.indptr[item + 1]
  }

  private requireItem(item: number): void {
    if (!Number.isInteger(item) || item < 0 || item >= this.nItems)
      throw new AppError('invalid', `Item ${item} is not in the catalogue of ${this.nItems} items.`)
  }
}
