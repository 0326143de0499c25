// The fitted autoencoder: one pass of a profile through the network, in plain loops, since a web request asks for one at a time.
import { topK } from '@/lib/math/top-k'
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { ratedItemReasons } from '../preferences'
import { requireItem } from '../require-item'
import type { MultVaeConfig } from './config'
import { saveMultVae, type MultVaeState } from './state'

/** Each film left out costs a pass to the last layer but one. */
const MAX_LEFT_OUT = 20

/**
 * score_i = ln softmax_i of the logits that the decoder gives to μ, the mean of the latent space for x; x_j = 1 / √n for the n covered films of at
 * least `minStars` in the profile. Films below that say nothing; a profile without likes is scored by the biases alone, nearly by popularity.
 * Cost: O(hidden (likes + 2 latent + nCovered)) a score: 1 to 3 ms for 3,500 films.
 */
export class MultVae implements FittedModel {
  private readonly columnOf: Int32Array
  /** What the last profile to be explained comes to, whole and with each film left out: a list of recommendations asks for one after the other. */
  private explained?: { profile: RatingVector; whole: Float64Array; without: Map<number, Float64Array> }

  /** Of the rows of W₁, once somebody asks for similar films. */
  private lengths?: Float64Array

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
    const { items, output } = this.state
    const n = items.length
    if (n === 0) return scores
    const units = this.decode(this.sumLiked(ratings))
    const logits = throughLayer(units, output, n)
    const top = logits.reduce((best, value) => Math.max(best, value), -Infinity)
    const total = top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0))
    for (let i = 0; i < n; i++) scores[items[i]] = logits[i] - total
    return scores
  }

  /**
   * How much lower the film's logit would be without each liked film: of the twenty with the most stars, the others count 0. The network is not linear, so
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
    this.lengths ??= Float64Array.from(items, (_, row) => Math.sqrt(dotOfRows(input, hidden, row, row)))
    const lengths = this.lengths
    const cosines = Float64Array.from(items, (_, other) =>
      other === column ? -Infinity : dotOfRows(input, hidden, column, other) / (lengths[column] * lengths[other]),
    )
    const best = topK(cosines, n, (other) => cosines[other] > 0)
    return Array.from(best.indices, (other, rank) => ({ item: items[other], score: best.scores[rank] }))
  }

  save(): ModelState {
    return saveMultVae(this.state, this.nItems)
  }

  /** How many covered films are liked, and the sum of their rows of W₁. */
  private sumLiked({ items, stars }: RatingVector): Liked {
    const { hidden, input } = this.state
    const rows = new Float64Array(hidden)
    let n = 0
    for (let j = 0; j < items.length; j++) {
      const column = this.columnOf[items[j]]
      if (column < 0 || stars[j] < this.config.minStars) continue
      for (let k = 0, at = column * hidden; k < hidden; k++) rows[k] += input[at + k]
      n++
    }
    return { n, rows }
  }

  /** (hidden) g, the units before the output. @param leftOut a column to be taken out of those that are liked. */
  private decode({ n, rows }: Liked, leftOut = -1): Float64Array {
    const { hidden, latent, input, encoder, decoder, items } = this.state
    const left = leftOut < 0 ? n : n - 1
    const scale = left > 0 ? 1 / Math.sqrt(left) : 0
    const [bias, out] = [items.length * hidden, leftOut * hidden]
    const h = rows.map((sum, k) => Math.tanh(input[bias + k] + scale * (leftOut < 0 ? sum : sum - input[out + k])))
    return throughLayer(throughLayer(h, encoder, latent), decoder, hidden).map(Math.tanh)
  }

  private leaveEachOut(ratings: RatingVector) {
    if (this.explained && isSame(this.explained.profile, ratings)) return this.explained
    const sum = this.sumLiked(ratings)
    const liked = Array.from(ratings.items, (item, j) => ({ item, stars: ratings.stars[j] }))
      .filter(({ item, stars }) => stars >= this.config.minStars && this.columnOf[item] >= 0)
      .sort((a, b) => b.stars - a.stars || a.item - b.item)
      .slice(0, MAX_LEFT_OUT)
    const profile = { items: ratings.items.slice(), stars: ratings.stars.slice() }
    const without = new Map(liked.map(({ item }) => [item, this.decode(sum, this.columnOf[item])]))
    this.explained = { profile, whole: this.decode(sum), without }
    return this.explained
  }

  private logitOf(units: Float64Array, column: number): number {
    const { items, output } = this.state
    let sum = output[units.length * items.length + column]
    for (let k = 0; k < units.length; k++) sum += units[k] * output[k * items.length + column]
    return sum
  }
}

interface Liked {
  n: number
  rows: Float64Array
}

/** Wᵀ x plus the bias, W's last row. Four rows of W at a time, since layers have multiples of 8 units: the sums are read and written a quarter as often. */
function throughLayer(x: Float64Array, weights: Float32Array, width: number): Float64Array {
  const sums = Float64Array.from(weights.subarray(x.length * width))
  for (let r = 0; r < x.length; r += 4) {
    const [a, b, c, d] = [x[r], x[r + 1], x[r + 2], x[r + 3]]
    const first = r * width
    const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width]
    for (let i = 0; i < width; i++)
      sums[i] += a * weights[first + i] + b * weights[second + i] + c * weights[third + i] + d * weights[fourth + i]
  }
  return sums
}

function dotOfRows(matrix: Float32Array, width: number, a: number, b: number): number {
  let sum = 0
  for (let k = 0, at = a * width, other = b * width; k < width; k++) sum += matrix[at + k] * matrix[other + k]
  return sum
}

const isSame = (a: RatingVector, b: RatingVector) =>
  a.items.length === b.items.length && a.items.every((item, j) => item === b.items[j] && a.stars[j] === b.stars[j])
