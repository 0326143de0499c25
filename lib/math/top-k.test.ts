// Top-k: agrees with sorting everything, whatever the scores.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TopK, topK } from './top-k'

/** The slow, readable reference. */
function sortEverything(scores: readonly number[], k: number) {
  return scores
    .map((score, index) => ({ index, score }))
    .filter(({ score }) => score > -Infinity)
    .sort((a, b) => (a.score === b.score ? a.index - b.index : b.score - a.score))
    .slice(0, k)
}

// Few distinct values, so that ties are common.
const scoreArbitrary = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NaN, -Infinity, Infinity, -0, 0),
)

describe('topK', () => {
  test('agrees with sorting everything', () => {
    fc.assert(
      fc.property(fc.array(scoreArbitrary, { maxLength: 60 }), fc.nat({ max: 70 }), (scores, k) => {
        const ranked = topK(scores, k)
        const expected = sortEverything(scores, k)
        expect([...ranked.indices]).toEqual(expected.map((entry) => entry.index))
        expect([...ranked.scores]).toEqual(expected.map((entry) => entry.score))
      }),
    )
  })

  test('does not depend on the order in which candidates are offered', () => {
    const offers = fc.uniqueArray(fc.record({ index: fc.nat({ max: 40 }), score: fc.integer({ min: 0, max: 4 }) }), {
      selector: (offer) => offer.index,
    })
    fc.assert(
      fc.property(offers, fc.nat({ max: 10 }), (list, k) => {
        const collect = (order: typeof list) => {
          const best = new TopK(k)
          for (const { index, score } of order) best.offer(index, score)
          return best.drain()
        }
        expect(collect(list)).toEqual(collect([...list].reverse()))
      }),
    )
  })

  test('ties go to the lower index', () => {
    expect([...topK([1, 5, 5, 5, 0], 2).indices]).toEqual([1, 2])
  })

  test('items without a score are left out even when too few remain', () => {
    expect([...topK([Number.NaN, 2, -Infinity, 1], 4).indices]).toEqual([1, 3])
  })

  test('what the caller refuses is left out', () => {
    expect([...topK([9, 8, 7, 6], 2, (index) => index !== 0).indices]).toEqual([1, 2])
  })

  test('a collector can be used again after it was drained', () => {
    const best = new TopK(1)
    best.offer(3, 1)
    expect(best.drain().indices).toHaveLength(1)
    expect(best).toHaveLength(0)
    best.offer(4, 0.5)
    expect([...best.drain().indices]).toEqual([4])
  })

  test('lists of several collectors can go one behind the other into arrays that are there', () => {
    const best = new TopK(2)
    const [indices, scores] = [new Int32Array(5), new Float32Array(5)]
    for (const [index, score] of [[3, 1], [4, 0.5], [9, 2]]) best.offer(index, score) // prettier-ignore
    expect(best.drainInto(indices, scores, 1)).toBe(2)
    best.offer(7, 0.25)
    expect(best.drainInto(indices, scores, 3)).toBe(1)
    expect([...indices]).toEqual([0, 9, 3, 7, 0])
    expect([...scores]).toEqual([0, 2, 1, 0.25, 0])
  })

  test('a negative or broken count is refused', () => {
    expect(() => new TopK(-1)).toThrow(RangeError)
    expect(() => topK([1], 0.5)).toThrow(RangeError)
  })
})
