// "More like this" for models that place films in a space of factors.
import { topK } from '@/lib/math/top-k'
import type { ScoredItem } from './contract'

/**
 * The n items whose factors point most nearly the same way: cosine, positive only, ties by item; none for an item without factors.
 * @param factors (nItems × width) row-major.
 * Cost: O(nItems width) time.
 */
export function nearestByCosine(factors: Float32Array, width: number, item: number, n: number): ScoredItem[] {
  const nItems = factors.length / width
  const dot = (a: number, b: number) => {
    let sum = 0
    for (let f = 0; f < width; f++) sum += factors[a * width + f] * factors[b * width + f]
    return sum
  }
  const own = dot(item, item)
  const cosines = Float64Array.from({ length: nItems }, (_, other) => {
    const length = Math.sqrt(own * dot(other, other))
    return other === item || length === 0 ? -Infinity : dot(item, other) / length
  })
  const best = topK(cosines, n, (other) => cosines[other] > 0)
  return Array.from(best.indices, (other, rank) => ({ item: other, score: best.scores[rank] }))
}
