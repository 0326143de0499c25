// The fitted autoencoder: one pass of a profile through the network, in plain loops, since a web request asks for one at a time.
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { nearestByCosine } from '../factor-similarity'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { MultVaeConfig } from './config'
import { saveMultVae, type MultVaeState } from './state'

/** Each film left out costs a pass to the last layer but one. */
const MAX_LEFT_OUT = 40

/**
 * score_i = ln softmax_i of the logits that the decoder gives to μ, the mean of the latent space for x; x_j = 1 / √n for the n covered films of at
 * least `minStars` in the profile. Films below that say nothing; a profile without likes is scored by the biases alone, nearly by popularity.
 * Cost: O(hidden (likes + 2 latent + nCovered)) a score: about 3 ms for 3,500 films and 600 units.
 */
export class MultVae implements FittedModel {
  private readonly columnOf: Int32Array
  /** What the last profile to be explained comes to, whole and with each film left out: a list of recommendations asks for one after the other. */
  private explained?: { profile: RatingVector; whole: Float64Array; without: Map<number, Float64Array> }

  constructor(
    readonly nItems: number,
    private readonly state: MultVaeState,
    private readonly config: MultVaeConfig,
  ) {
    this.columnOf = new Int32Array(nItems).fill(-1)
    state.items.forEach((item, column) => (this.columnOf[item] = column))
  }

  /** @returns (nItems) logarithms of probabilities; -Infinity for items beyond the cut-off. */
  score(ratings: RatingVector): Float32Array {
    requireRatingVector(ratings, this.nItems)
    const scores = new Float32Array(this.nItems).fill(-Infinity)
    const { items, hidden, output } = this.state
    const n = items.length
    if (n === 0) return scores
    const units = this.decode(this.likedColumns(ratings))
    const logits = new Float64Array(n)
    for (let k = 0; k <= hidden; k++) {
      const unit = units[k]
      for (let i = 0, at = k * n; i < n; i++) logits[i] += unit * output[at + i]
    }
    const top = logits.reduce((best, value) => Math.max(best, value), -Infinity)
    const total = top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0))
    for (let i = 0; i < n; i++) scores[items[i]] = logits[i] - total
    return scores
  }

  /**
   * How much lower the film's logit would be without each liked film: of the forty with the most stars, the others count 0. The network is not linear, so
   * the amounts do not add up to the score.
   */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireRatingVector(ratings, this.nItems)
    requireItem(item, this.nItems)
    const column = this.columnOf[item]
    if (column < 0) return []
    const { whole, without } = this.leaveEachOut(ratings)
    const logit = this.logitOf(whole, column)
    const amounts = Float64Array.from(ratings.items, (rated) => {
      const units = without.get(rated)
      return units === undefined ? 0 : logit - this.logitOf(units, column)
    })
    return ratedItemReasons(ratings, amounts)
  }

  /** The films that speak most nearly the same way to the encoder. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    const column = this.columnOf[item]
    if (column < 0) return []
    const { items, input, hidden } = this.state
    return nearestByCosine(input.subarray(0, items.length * hidden), hidden, column, n).map((near) => ({
      ...near,
      item: items[near.item],
    }))
  }

  save(): ModelState {
    return saveMultVae(this.state, this.nItems)
  }

  private likedColumns({ items, stars }: RatingVector): number[] {
    return Array.from(items, (item, j) => (stars[j] >= this.config.minStars ? this.columnOf[item] : -1)).filter(
      (column) => column >= 0,
    )
  }

  /** (hidden + 1) the units before the output, the constant one last. */
  private decode(columns: readonly number[], leftOut = -1): Float64Array {
    const { hidden, latent, input, encoder, decoder, items } = this.state
    const n = leftOut < 0 ? columns.length : columns.length - 1
    const sums = Float64Array.from(input.subarray(items.length * hidden))
    for (const column of columns) {
      if (column === leftOut) continue
      for (let k = 0, at = column * hidden; k < hidden; k++) sums[k] += input[at + k] / Math.sqrt(n)
    }
    const mean = throughLayer(sums.map(Math.tanh), encoder, latent)
    const units = new Float64Array(hidden + 1).fill(1)
    units.set(throughLayer(mean, decoder, hidden).map(Math.tanh))
    return units
  }

  private leaveEachOut(ratings: RatingVector) {
    if (this.explained && isSame(this.explained.profile, ratings)) return this.explained
    const columns = this.likedColumns(ratings)
    const liked = Array.from(ratings.items, (item, j) => ({ item, stars: ratings.stars[j] }))
      .filter(({ item, stars }) => stars >= this.config.minStars && this.columnOf[item] >= 0)
      .sort((a, b) => b.stars - a.stars || a.item - b.item)
      .slice(0, MAX_LEFT_OUT)
    const profile = { items: ratings.items.slice(), stars: ratings.stars.slice() }
    const without = new Map(liked.map(({ item }) => [item, this.decode(columns, this.columnOf[item])]))
    this.explained = { profile, whole: this.decode(columns), without }
    return this.explained
  }

  private logitOf(units: Float64Array, column: number): number {
    const { items, output } = this.state
    let sum = 0
    for (let k = 0; k < units.length; k++) sum += units[k] * output[k * items.length + column]
    return sum
  }
}

/** Wᵀ x plus the bias, W's last row. */
function throughLayer(x: Float64Array, weights: Float32Array, width: number): Float64Array {
  const result = Float64Array.from(weights.subarray(x.length * width))
  for (let r = 0; r < x.length; r++) {
    const value = x[r]
    for (let c = 0, at = r * width; c < width; c++) result[c] += value * weights[at + c]
  }
  return result
}

const isSame = (a: RatingVector, b: RatingVector) =>
  a.items.length === b.items.length && a.items.every((item, j) => item === b.items[j] && a.stars[j] === b.stars[j])
