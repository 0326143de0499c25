// The k best of many, kept in a heap of two typed arrays.

/** Indices and their scores, best first. Both have the same length. */
export interface Ranked {
  indices: Int32Array
  scores: Float64Array
}

/**
 * A bounded collector: offer it (index, score) pairs in any order, take the best k.
 *
 * Ties go to the lower index, so the answer does not depend on the order of offers.
 * NaN and -Infinity are passed over: they mean "no score".
 * Each index must be offered at most once. Cost: O(log k) an offer at worst, O(1) for a score too low; 12 k bytes.
 */
export class TopK {
  private readonly indices: Int32Array
  private readonly scores: Float64Array
  private size = 0

  /**
   * @param k how many to keep, ≥ 0.
   * @throws RangeError unless k is a non-negative integer.
   */
  constructor(private readonly k: number) {
    if (!Number.isInteger(k) || k < 0) throw new RangeError(`Expected a count of 0 or more, got ${k}.`)
    this.indices = new Int32Array(k)
    this.scores = new Float64Array(k)
  }

  /** How many are kept so far. */
  get length() {
    return this.size
  }

  /** The lowest kept score once all places are taken, else -Infinity: nothing below it would be kept. O(1). */
  get floor() {
    return this.size < this.k || this.k === 0 ? -Infinity : this.scores[0]
  }

  offer(index: number, score: number): void {
    if (!(score > -Infinity)) return
    if (this.size < this.k) this.siftUp(index, score)
    else if (this.k > 0 && isWorse(this.scores[0], this.indices[0], score, index))
      this.siftDown(index, score, this.size)
  }

  /** The best, sorted, in new arrays; the collector is empty afterwards. O(k log k). */
  drain(): Ranked {
    const ranked = { indices: new Int32Array(this.size), scores: new Float64Array(this.size) }
    this.drainInto(ranked.indices, ranked.scores, 0)
    return ranked
  }

  /**
   * The same from place `at` on of arrays that are there: for who collects thousands of short lists.
   * @returns how many were written.
   */
  drainInto(indices: Int32Array, scores: Float32Array | Float64Array, at: number): number {
    const written = this.size
    while (this.size > 0) {
      const last = this.size - 1
      indices[at + last] = this.indices[0]
      scores[at + last] = this.scores[0]
      this.size = last
      if (last > 0) this.siftDown(this.indices[last], this.scores[last], last)
    }
    return written
  }

  /** The worst kept pair is at the root, so that one comparison turns a newcomer away. */
  private siftUp(index: number, score: number): void {
    let at = this.size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isWorse(score, index, this.scores[parent], this.indices[parent])) break
      this.move(parent, at)
      at = parent
    }
    this.indices[at] = index
    this.scores[at] = score
  }

  private siftDown(index: number, score: number, size: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (
        child + 1 < size &&
        isWorse(this.scores[child + 1], this.indices[child + 1], this.scores[child], this.indices[child])
      )
        child++
      if (!isWorse(this.scores[child], this.indices[child], score, index)) break
      this.move(child, at)
      at = child
    }
    this.indices[at] = index
    this.scores[at] = score
  }

  private move(from: number, to: number): void {
    this.indices[to] = this.indices[from]
    this.scores[to] = this.scores[from]
  }
}

const isWorse = (score: number, index: number, otherScore: number, otherIndex: number) =>
  score < otherScore || (score === otherScore && index > otherIndex)

/**
 * The k highest scores of a dense array.
 *
 * @param scores any length; NaN and -Infinity are passed over.
 * @param k how many, ≥ 0; fewer come back when fewer have a score.
 * @param keep asked for every index that has a score; false leaves it out.
 * @returns indices and scores, best first, ties by lower index.
 * @throws RangeError unless k is a non-negative integer.
 * Cost: O(n + m log k) where m scores displace another; 24 k bytes.
 */
export function topK(scores: ArrayLike<number>, k: number, keep?: (index: number) => boolean): Ranked {
  const best = new TopK(Math.min(k, scores.length))
  for (let i = 0; i < scores.length; i++) if (!keep || keep(i)) best.offer(i, scores[i])
  return best.drain()
}
