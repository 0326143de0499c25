// "More like this" from several parts at once.
import { TopK } from '@/lib/math/top-k'
import type { ScoredItem } from '../contract'
import type { Part } from './parts'

/** How many candidates each part may name, as a multiple of what is asked for. */
const CANDIDATES = 3

/** Σ_m w_m s_m / max s_m over the parts' lists; a film that a part does not list gets nothing from it. At most n, best first. */
export function blendSimilar(
  parts: readonly Part[],
  weights: Readonly<Record<string, number>>,
  item: number,
  n: number,
): ScoredItem[] {
  const sums = new Map<number, number>()
  const because = new Map<number, ScoredItem['because']>()
  for (const { name, model } of parts) {
    const weight = weights[name]
    const list = weight > 0 ? (model.similar?.(item, n * CANDIDATES) ?? []) : []
    const best = list.at(0)?.score ?? 0
    if (!(best > 0)) continue
    for (const { item: other, score, because: reasons } of list) {
      sums.set(other, (sums.get(other) ?? 0) + (weight * score) / best)
      if (reasons) because.set(other, reasons)
    }
  }
  const ranked = new TopK(n)
  for (const [other, score] of sums) ranked.offer(other, score)
  const { indices, scores } = ranked.drain()
  return Array.from(indices, (other, rank) => {
    const reasons = because.get(other)
    return { item: other, score: scores[rank], ...(reasons ? { because: reasons } : {}) }
  })
}
