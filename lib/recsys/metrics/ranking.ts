// How good one person's ranked list is: every function sees which places of the list are hits, and nothing else.

/**
 * A metric of one ranked list with binary relevance.
 *
 * The same holds for all of them. Only the first k places count; a list shorter than k is not padded, and its missing places
 * are misses. An empty list scores 0. With no relevant item the metric is undefined: NaN, and the person is left out of the
 * mean. Ties are the ranking's business: the list comes in one definite order.
 *
 * @param hits 1 where the item at that place is relevant, else 0; best first.
 * @param nRelevant all relevant items of the person, also those that are not in the list.
 * @param k how many places count, ≥ 1.
 * @returns 0…1, or NaN when nRelevant is 0. O(k).
 */
export type RankingMetric = (hits: Uint8Array, nRelevant: number, k: number) => number

/** Marks the relevant places of a list. O(list). @param relevant the person's relevant items. */
export function findHits(ranked: Int32Array, relevant: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from(ranked, (item) => (relevant.has(item) ? 1 : 0))
}

function countHits(hits: Uint8Array, k: number): number {
  let count = 0
  for (let i = 0; i < Math.min(k, hits.length); i++) count += hits[i]
  return count
}

const defined = (nRelevant: number, value: () => number) => (nRelevant > 0 ? value() : Number.NaN)

/** hits in the first k ÷ k. The denominator is k also where the list is shorter or the person has fewer relevant items. */
export const precision: RankingMetric = (hits, nRelevant, k) => defined(nRelevant, () => countHits(hits, k) / k)

/** hits in the first k ÷ all relevant items. Stays below 1 where a person has more than k of them. */
export const recall: RankingMetric = (hits, nRelevant, k) => defined(nRelevant, () => countHits(hits, k) / nRelevant)

/** hits in the first k ÷ min(k, relevant items): a perfect list scores 1. Many papers since Liang 2018 call this one "recall". */
export const cappedRecall: RankingMetric = (hits, nRelevant, k) =>
  defined(nRelevant, () => countHits(hits, k) / Math.min(k, nRelevant))

/** 1 when any of the first k is relevant, else 0. */
export const hitRate: RankingMetric = (hits, nRelevant, k) => defined(nRelevant, () => (countHits(hits, k) > 0 ? 1 : 0))

/** 1 ÷ the place (from 1) of the first relevant item, 0 when none is among the first k. Its mean is the MRR. */
export const reciprocalRank: RankingMetric = (hits, nRelevant, k) =>
  defined(nRelevant, () => {
    const first = hits.subarray(0, k).indexOf(1)
    return first < 0 ? 0 : 1 / (first + 1)
  })

/**
 * Average precision: Σ over the hits at places p ≤ k of (hits up to p ÷ p), ÷ min(k, relevant items). Its mean is the MAP.
 * A perfect list scores 1. **Deviation:** tools such as trec_eval divide by all relevant items instead.
 */
export const averagePrecision: RankingMetric = (hits, nRelevant, k) =>
  defined(nRelevant, () => {
    let found = 0
    let sum = 0
    for (let i = 0; i < Math.min(k, hits.length); i++) if (hits[i]) sum += ++found / (i + 1)
    return sum / Math.min(k, nRelevant)
  })

/**
 * Normalised discounted cumulative gain: Σ over the hits at places p ≤ k of 1 / log₂(p + 1), ÷ the same sum of the ideal list,
 * which has min(k, relevant items) hits at its top. Gains are binary, so the 2^rel − 1 and the linear form agree.
 * Source: Järvelin & Kekäläinen, TOIS 2002.
 */
export const ndcg: RankingMetric = (hits, nRelevant, k) =>
  defined(nRelevant, () => {
    let gain = 0
    let ideal = 0
    for (let i = 0; i < Math.min(k, hits.length); i++) if (hits[i]) gain += discount(i)
    for (let i = 0; i < Math.min(k, nRelevant); i++) ideal += discount(i)
    return gain / ideal
  })

/**
 * The mean NDCG of an order drawn at random: every place holds a relevant item with probability relevant ÷ candidates.
 * What a ranking must beat to have learnt anything. NaN with nothing relevant. O(k).
 * @param nCandidates all items that could be listed, the relevant ones among them.
 */
export function ndcgByChance(nRelevant: number, nCandidates: number, k: number): number {
  return defined(nRelevant, () => {
    let gain = 0
    let ideal = 0
    for (let i = 0; i < Math.min(k, nCandidates); i++) gain += (nRelevant / nCandidates) * discount(i)
    for (let i = 0; i < Math.min(k, nRelevant); i++) ideal += discount(i)
    return gain / ideal
  })
}

const discount = (place: number) => 1 / Math.log2(place + 2)

/** By the names under which results are printed, before "@k". */
export const rankingMetrics: Readonly<Record<string, RankingMetric>> = {
  NDCG: ndcg,
  Recall: recall,
  CappedRecall: cappedRecall,
  Precision: precision,
  MAP: averagePrecision,
  HR: hitRate,
  MRR: reciprocalRank,
}
