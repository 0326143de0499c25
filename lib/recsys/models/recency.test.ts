// Recency: the newest count more, in closed form, and what is not known counts as nothing.
import { describe, expect, test } from 'vitest'
import { recencyWeights } from './recency'

const weigh = (times: number[] | undefined, recencyWeight = 10, recencySpan = 2) =>
  [
    ...recencyWeights(
      { items: Int32Array.from({ length: times?.length ?? 3 }, (_, j) => j), ratedAt: times && Int32Array.from(times) },
      { recencyWeight, recencySpan },
    ),
  ].map((weight) => Number(weight.toFixed(6)))
const at = (age: number) => Number((1 + 10 * Math.exp(-age / 2)).toFixed(6))

describe('recencyWeights', () => {
  test('falls from the newest rating on, wherever it stands and however many days lie between', () => {
    expect(weigh([50, 1_000_000, 51])).toEqual([at(2), at(0), at(1)])
  })

  test('ratings of one second share the mean of their places', () => {
    expect(weigh([7, 9, 7, 7])).toEqual([at(2), at(0), at(2), at(2)])
  })

  test('without times, without an order in them, or without a weight, all count alike', () => {
    expect(weigh(undefined)).toEqual([1, 1, 1])
    expect(weigh([5, 5, 5])).toEqual([1, 1, 1])
    expect(weigh([5])).toEqual([1])
    expect(weigh([1, 2, 3], 0)).toEqual([1, 1, 1])
    expect(weigh([])).toEqual([])
  })
})
