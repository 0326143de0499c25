// From scores to one definite list: the whole catalogue, or a few sampled films.
import { createRandom } from '@/lib/math/random'
import { TopK, type Ranked } from '@/lib/math/top-k'

/**
 * Ranks items by score. Equal scores are ordered by a shuffle of the catalogue that the seed fixes: by row number they would
 * favour old films, which is knowledge the model did not have. NaN and -Infinity are not listed.
 */
export class Ranker {
  private readonly order: Int32Array

  /** O(nItems) time, 4 bytes per item. */
  constructor(nItems: number, seed: number) {
    this.order = createRandom(seed).shuffle(Int32Array.from({ length: nItems }, (_, item) => item))
  }

  /**
   * The k best, best first. O(nItems + k log k).
   * @param scores (nItems). @param keep whether an item may be listed.
   */
  rank(scores: ArrayLike<number>, k: number, keep: (item: number) => boolean): Ranked {
    const best = new TopK(Math.min(k, this.order.length))
    for (let place = 0; place < this.order.length; place++) {
      const item = this.order[place]
      if (keep(item)) best.offer(place, scores[item])
    }
    const { indices, scores: kept } = best.drain()
    return { indices: indices.map((place) => this.order[place]), scores: kept }
  }
}

/**
 * Draws items without replacement, the same for every model: chance depends on seed and person only.
 * @param pool what may be drawn. @param isExcluded items the person has rated.
 * @returns as many as asked for, or all there are.
 */
export function sampleNegatives(
  pool: Int32Array,
  {
    count,
    isExcluded,
    seed,
    userId,
  }: { count: number; isExcluded: (item: number) => boolean; seed: number; userId: number },
): Set<number> {
  const random = createRandom(seed ^ Math.imul(userId + 1, 0x9e3779b1))
  const left = pool.filter((item) => !isExcluded(item))
  const drawn = Math.min(count, left.length)
  for (let i = 0; i < drawn; i++) {
    const j = i + random.integer(left.length - i)
    const kept = left[i]
    left[i] = left[j]
    left[j] = kept
  }
  return new Set(left.subarray(0, drawn))
}
