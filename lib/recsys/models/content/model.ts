// The fitted content model: unit vectors by item, an inverted index, and what follows from cosines.
import { AppError } from '@/lib/errors/app-error'
import type { Csr } from '@/lib/math/csr'
import { InvertedIndex } from '@/lib/math/kernels/inverted-index'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { LatestProfile } from '../latest-profile'
import { interestWeights } from '../preferences'
import type { ContentConfig } from './config'
import { crowdPrior, type CrowdOpinion } from './crowd'
import { saveTfIdf } from './state'
import type { TfIdf } from './tf-idf'

/** How many shared terms a pair is explained by. */
const MAX_SHARED_TERMS = 5

/**
 * Content similarity by cosine of TF-IDF vectors x_i.
 *
 * similar: cos(i, j) = x_i · x_j. score: s_i = p · x_i / ‖p‖ + b_i with p = Σ_j w(stars_j) (x_j − x̄) over the rated items, w from
 * {@link interestWeights}, x̄ the mean of all x: what sets these films apart from the catalogue, not what all films share. And
 * b_i = `crowdWeight` · √(likes_i / max likes): content says which films are of a person's kind and hardly which of them are worth while.
 * Cost: similar O(Σ df of the item's terms); score O(nnz) at worst; memory 16 bytes per entry (vectors and inverted index).
 */
export class ContentTfIdf implements FittedModel {
  readonly nItems: number
  /** Reused by every call and always left at zero. */
  private readonly byTerm: Float32Array
  /** (nItems) b_i. */
  private readonly prior: Float64Array
  /** (nItems) x̄ · x_i, and ‖x̄‖²: p itself is dense and never made. */
  private readonly meanDots: Float32Array
  private readonly meanSquares: number
  private readonly tfIdf: Pick<TfIdf, 'terms' | 'vectors'>
  private readonly index: InvertedIndex
  private readonly profiles = new LatestProfile((ratings) => this.profileOf(ratings))

  constructor(
    { terms, vectors, postings }: TfIdf,
    private readonly crowd: CrowdOpinion,
    config: ContentConfig,
  ) {
    this.nItems = vectors.indptr.length - 1
    this.tfIdf = { terms, vectors }
    this.index = new InvertedIndex(postings, this.nItems)
    this.byTerm = new Float32Array(terms.length)
    this.prior = crowdPrior(crowd, config.crowdWeight)
    const mean = meanOfRows(vectors, terms.length)
    this.meanDots = this.index.products(Int32Array.from(mean.keys()), mean).slice()
    this.meanSquares = mean.reduce((sum, value) => sum + value * value, 0)
  }

  /**
   * Cosine between the profile's vector and every item, -1…1, and what the crowd adds, 0…`crowdWeight`: that alone for an empty profile.
   * @returns (nItems); -Infinity for items without any term.
   * @throws AppError('invalid') for a profile that is not sound.
   */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const { terms, values, total, norm } = this.profiles.of(ratings)
    const dots = this.index.products(terms, values)
    return dots.map((dot, item) => {
      if (this.isBlank(item)) return -Infinity
      const cosine = norm > 0 ? (dot - total * this.meanDots[item]) / norm : 0
      return cosine + this.prior[item]
    })
  }

  /**
   * The items whose vectors point the same way, with up to five shared terms each; fewer than n when fewer share anything.
   * @throws AppError('invalid') for an item outside the catalogue.
   */
  similar(item: number, n: number): ScoredItem[] {
    this.requireItem(item)
    const [terms, weights] = this.rowOf(item)
    const best = this.index.best(terms, weights, n, item)
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
   * What each rated item adds to the score, w_j (x_j − x̄) · x_i / ‖p‖, and what the crowd adds, largest first. The amounts add up to the score.
   * @returns nothing for an item without text.
   */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    this.requireItem(item)
    if (this.isBlank(item)) return []
    const { norm, weights } = this.profiles.of(ratings)
    this.spread(item)
    const parts: Contribution[] = Array.from(ratings.items, (rated, j) => ({
      kind: 'rated-item',
      item: rated,
      stars: ratings.stars[j],
      amount: norm > 0 ? (weights[j] * (this.dotWithSpread(rated) - this.meanDots[item])) / norm : 0,
    }))
    this.clear(item)
    const { counts, sums } = this.crowd
    const mean = counts[item] > 0 ? sums[item] / 2 / counts[item] : 0
    parts.push({ kind: 'crowd', mean, count: counts[item], amount: this.prior[item] })
    return parts.filter(({ amount }) => amount !== 0).sort((a, b) => b.amount - a.amount)
  }

  save(): ModelState {
    const { arrays, meta } = saveTfIdf(this.tfIdf)
    return { arrays: { ...arrays, ...this.crowd }, meta }
  }

  /** Σ w_j x_j as a sparse vector, the weights w and their sum, and ‖p‖ = ‖Σ w_j x_j − x̄ Σ w_j‖. */
  private profileOf({ items, stars }: RatingVector) {
    const weights = interestWeights(stars)
    const sums = new Map<number, number>()
    const { indptr, indices, values } = this.tfIdf.vectors
    let total = 0
    let alongMean = 0
    items.forEach((item, j) => {
      total += weights[j]
      alongMean += weights[j] * this.meanDots[item]
      for (let e = indptr[item]; e < indptr[item + 1]; e++)
        sums.set(indices[e], (sums.get(indices[e]) ?? 0) + weights[j] * values[e])
    })
    const squares = [...sums.values()].reduce((sum, value) => sum + value * value, 0)
    const norm = Math.sqrt(Math.max(0, squares - 2 * total * alongMean + total * total * this.meanSquares))
    // What is left after the mean is taken away may be rounding alone.
    const isNothing = norm < 1e-6 * Math.sqrt(squares)
    return {
      terms: Int32Array.from(sums.keys()),
      values: Float32Array.from(sums.values()),
      weights,
      total,
      norm: isNothing ? 0 : norm,
    }
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

/** (nTerms) x̄ = Σ x_i / nItems. */
function meanOfRows({ indptr, indices, values }: Csr<Float32Array>, nTerms: number): Float32Array {
  const mean = new Float32Array(nTerms)
  const nRows = indptr.length - 1
  for (let e = 0; e < indices.length; e++) mean[indices[e]] += values[e] / nRows
  return mean
}
