// The slow, readable item-item search that the kernel is tested against: every pair on its own.
import { TopK, type Ranked } from '@/lib/math/top-k'
import type { Likes } from '../likes'
import type { LikeWeights } from './neighbours'

/**
 * For each rank the k most similar ranks, ties going to the more popular. Sums in single precision and in the kernel's order, hence the
 * same bits. O(n² · people).
 */
export function neighboursByDefinition({ items, indptr, indices }: Likes, weights: LikeWeights, k: number): Ranked[] {
  const people = Array.from(indptr.subarray(1), (end, user) => new Set(indices.subarray(indptr[user], end)))
  const likers = Array.from(items, (_, rank) => people.flatMap((films, user) => (films.has(rank) ? [user] : [])))
  const { fround } = Math
  return likers.map((own, rank) => {
    const best = new TopK(k)
    likers.forEach((others, other) => {
      const common = new Set(others)
      const sum = own.filter((user) => common.has(user)).reduce((total, user) => fround(total + weights.users[user]), 0)
      const lengths = fround(weights.norms[rank] * weights.norms[other])
      if (other !== rank && sum > 0) best.offer(other, fround(sum / fround(lengths + weights.shrinkage)))
    })
    return best.drain()
  })
}
