// Ranking metrics: worked by hand, and what must hold of any list.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrecision,
  cappedRecall,
  findHits,
  hitRate,
  ndcg,
  ndcgByChance,
  precision,
  rankingMetrics,
  recall,
  reciprocalRank,
} from './ranking'

// A list of five whose second and fourth are relevant; the person has three relevant items.
const HITS = Uint8Array.of(0, 1, 0, 1, 0)
const RELEVANT = 3

describe('worked by hand', () => {
  test('precision divides by k, recall by the relevant, capped recall by the smaller of both', () => {
    expect(precision(HITS, RELEVANT, 4)).toBe(2 / 4)
    expect(precision(HITS, RELEVANT, 10)).toBe(2 / 10)
    expect(recall(HITS, RELEVANT, 2)).toBe(1 / 3)
    expect(cappedRecall(HITS, RELEVANT, 2)).toBe(1 / 2)
    expect(cappedRecall(HITS, RELEVANT, 10)).toBe(2 / 3)
  })

  test('hit rate and reciprocal rank look at the first hit', () => {
    expect([hitRate(HITS, RELEVANT, 1), hitRate(HITS, RELEVANT, 2)]).toEqual([0, 1])
    expect([reciprocalRank(HITS, RELEVANT, 1), reciprocalRank(HITS, RELEVANT, 5)]).toEqual([0, 1 / 2])
  })

  test('average precision is the mean of the precisions at the hits', () => {
    expect(averagePrecision(HITS, RELEVANT, 5)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12)
    expect(averagePrecision(HITS, RELEVANT, 2)).toBeCloseTo(1 / 2 / 2, 12)
  })

  test('NDCG discounts by the logarithm of the place', () => {
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2
    expect(ndcg(HITS, RELEVANT, 5)).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 12)
    expect(ndcg(HITS, 1, 2)).toBeCloseTo(1 / Math.log2(3), 12)
  })

  test('hits are the places whose item is relevant', () => {
    expect([...findHits(Int32Array.of(7, 3, 9), new Set([3, 9, 11]))]).toEqual([0, 1, 1])
  })
})

test('NDCG by chance is the mean over all orders', () => {
  const orders = (left: number[]): number[][] =>
    left.length === 0 ? [[]] : left.flatMap((one, i) => orders(left.toSpliced(i, 1)).map((rest) => [one, ...rest]))
  for (const k of [1, 2, 3, 9]) {
    const all = orders([1, 1, 0, 0, 0]).map((order) => ndcg(Uint8Array.from(order), 2, k))
    expect(ndcgByChance(2, 5, k)).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12)
  }
  expect(ndcgByChance(0, 5, 3)).toBeNaN()
})

const lists = fc
  .record({
    places: fc.array(fc.boolean(), { maxLength: 30 }),
    missing: fc.integer({ min: 0, max: 10 }),
    k: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ places, missing, k }) => {
    const hits = Uint8Array.from(places, Number)
    return { hits, k, nRelevant: hits.reduce((sum, hit) => sum + hit, 0) + missing }
  })

describe.each(Object.entries(rankingMetrics))('%s', (_, metric) => {
  test('lies between 0 and 1, and is undefined with nothing relevant', () => {
    fc.assert(
      fc.property(lists, ({ hits, nRelevant, k }) => {
        const value = metric(hits, nRelevant, k)
        if (nRelevant === 0) expect(value).toBeNaN()
        else {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })

  test('is 0 for an empty list and for one without hits', () => {
    expect(metric(new Uint8Array(0), 2, 5)).toBe(0)
    expect(metric(new Uint8Array(5), 2, 5)).toBe(0)
  })

  test('does not see what comes after place k', () => {
    fc.assert(
      fc.property(lists, fc.array(fc.boolean()), ({ hits, k }, tail) => {
        const cut = hits.subarray(0, k)
        if (cut.length < k) return
        const longer = Uint8Array.from([...cut, ...tail.map(Number)])
        expect(metric(longer, 40, k)).toBe(metric(cut, 40, k))
      }),
    )
  })

  test('never falls when a hit moves up one place', () => {
    fc.assert(
      fc.property(lists, ({ hits, nRelevant, k }) => {
        const at = hits.findIndex((hit, i) => i > 0 && hit === 1 && hits[i - 1] === 0)
        if (at < 0) return
        const better = hits.slice()
        better[at - 1] = 1
        better[at] = 0
        expect(metric(better, nRelevant, k)).toBeGreaterThanOrEqual(metric(hits, nRelevant, k) - 1e-12)
      }),
    )
  })
})

test.each(['NDCG', 'CappedRecall', 'MAP', 'HR', 'MRR'])(
  'a perfect list has %s 1, however many are relevant',
  (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (nRelevant, k) => {
        expect(rankingMetrics[name](new Uint8Array(nRelevant).fill(1), nRelevant, k)).toBeCloseTo(1, 12)
      }),
    )
  },
)
