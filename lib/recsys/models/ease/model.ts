// A fitted linear item-item model: each film you rated votes for every other with a learned weight.
import { AppError } from '@/lib/errors/app-error'
import { topK } from '@/lib/math/top-k'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { interestWeights, ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { LinearWeights } from './solve'

/**
 * s_i = Σ_{j rated} w(stars_j) B_ji, w from {@link interestWeights}.
 *
 * Items beyond the popularity cut-off have no row: rating them adds nothing, and they get -Infinity.
 * Cost: O(|profile| nCovered) a score; 4 nCovered² bytes.
 * **Deviation:** the profile is graded and signed, the crowd that the weights are learned from is 0 and 1.
 */
export class LinearItemModel implements FittedModel {
  private readonly rowOf: Int32Array

  constructor(
    readonly nItems: number,
    private readonly learned: LinearWeights,
  ) {
    this.rowOf = new Int32Array(nItems).fill(-1)
    learned.items.forEach((item, row) => (this.rowOf[item] = row))
  }

  /** @returns (nItems) 0 for covered items about which the profile says nothing; -Infinity for all others and for an empty profile. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const scores = new Float32Array(this.nItems).fill(-Infinity)
    if (ratings.items.length === 0) return scores
    const { items, weights } = this.learned
    const n = items.length
    const sums = new Float64Array(n)
    const votes = interestWeights(ratings.stars)
    const rows: number[] = []
    const said: number[] = []
    for (let r = 0; r < ratings.items.length; r++) {
      const row = this.rowOf[ratings.items[r]]
      if (row < 0) continue
      rows.push(row * n)
      said.push(votes[r])
    }
    addRows(sums, weights, rows, said)
    for (let i = 0; i < n; i++) scores[items[i]] = sums[i]
    return scores
  }

  /** What each rated film adds; the amounts add up to the score. Nothing for an item beyond the cut-off. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    const n = this.learned.items.length
    const column = this.rowOf[item]
    if (column < 0) return []
    const amounts = interestWeights(ratings.stars).map((vote, r) => {
      const row = this.rowOf[ratings.items[r]]
      return row < 0 ? 0 : vote * this.learned.weights[row * n + column]
    })
    return ratedItemReasons(ratings, amounts)
  }

  /** The films that this one speaks for most; those that it speaks against are left out. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    const row = this.rowOf[item]
    if (row < 0) return []
    const { items, weights } = this.learned
    const votes = weights.subarray(row * items.length, (row + 1) * items.length)
    const best = topK(votes, n, (i) => votes[i] > 0)
    return Array.from(best.indices, (i, rank) => ({ item: items[i], score: best.scores[rank] }))
  }

  save(): ModelState {
    return { arrays: { ...this.learned }, meta: { nItems: this.nItems } }
  }
}

/** sums += Σ_r votes_r · weights[rows_r …]: one row after the other for each sum, but four of them for each time that it is read and written. */
function addRows(sums: Float64Array, weights: Float32Array, rows: readonly number[], votes: readonly number[]): void {
  let r = 0
  for (; r + 4 <= rows.length; r += 4) {
    const [at0, at1, at2, at3] = [rows[r], rows[r + 1], rows[r + 2], rows[r + 3]]
    const [vote0, vote1, vote2, vote3] = [votes[r], votes[r + 1], votes[r + 2], votes[r + 3]]
    for (let i = 0; i < sums.length; i++) {
      let sum = sums[i] + vote0 * weights[at0 + i]
      sum += vote1 * weights[at1 + i]
      sum += vote2 * weights[at2 + i]
      sums[i] = sum + vote3 * weights[at3 + i]
    }
  }
  for (; r < rows.length; r++) for (let i = 0; i < sums.length; i++) sums[i] += votes[r] * weights[rows[r] + i]
}

/** @throws AppError('bad_artefact') when the state does not fit the catalogue or itself. */
export function loadLinearModel(name: string, { arrays, meta }: ModelState, nItems: number): LinearItemModel {
  const { items, weights } = arrays
  if (!(items instanceof Int32Array && weights instanceof Float32Array) || meta.nItems !== nItems)
    throw new AppError('bad_artefact', `The ${name} model does not cover the ${nItems} movies. Train it again.`)
  if (weights.length !== items.length ** 2 || items.some((item) => item < 0 || item >= nItems))
    throw new AppError('bad_artefact', `The ${name} model contradicts itself. Train it again.`)
  return new LinearItemModel(nItems, { items, weights })
}
