// How much more the newest ratings of a profile count than the old ones.
import type { RatingVector } from './contract'

/** How recency is weighed; part of the configuration of a model that does. */
export interface Recency {
  /** ρ ≥ 0; 0 for not at all. */
  recencyWeight: number
  /** τ > 0, in ratings. */
  recencySpan: number
}

/**
 * w_j = 1 + ρ e^(−a_j / τ), a_j how many ratings of the profile are newer than j. Ratings of one second share the mean of their places,
 * so that the order in which they are listed says nothing.
 *
 * Age is counted in ratings and not in days: people rate in sittings, and what they turned to last says where they are going, however long ago that was.
 * O(n log n) time, 20 bytes a rating.
 * @returns (n) in 1…1 + ρ; 1 each where ρ is 0, times are not known, or all are the same.
 */
export function recencyWeights(
  { items, ratedAt }: Pick<RatingVector, 'items' | 'ratedAt'>,
  { recencyWeight, recencySpan }: Recency,
): Float64Array {
  const weights = new Float64Array(items.length).fill(1)
  if (!ratedAt || recencyWeight === 0 || ratedAt.every((at) => at === ratedAt[0])) return weights
  const newestFirst = Int32Array.from(ratedAt.keys()).sort((a, b) => ratedAt[b] - ratedAt[a] || a - b)
  let first = 0
  while (first < newestFirst.length) {
    let end = first + 1
    while (end < newestFirst.length && ratedAt[newestFirst[end]] === ratedAt[newestFirst[first]]) end++
    const age = (first + end - 1) / 2
    const weight = 1 + recencyWeight * Math.exp(-age / recencySpan)
    for (; first < end; first++) weights[newestFirst[first]] = weight
  }
  return weights
}
