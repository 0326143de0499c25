// Errors in stars and what lists look like: closed forms and bounds.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averagePopularity, coverage, genreDiversity, gini, novelty } from './beyond-accuracy'
import { mae, rmse, sumRatingErrors } from './rating-error'

describe('rating errors', () => {
  test('RMSE and MAE of errors 1, −2 and a missing prediction', () => {
    const errors = sumRatingErrors([4, 1, Number.NaN], [3, 3, 5])
    expect(errors.count).toBe(2)
    expect(rmse(errors)).toBeCloseTo(Math.sqrt(5 / 2), 12)
    expect(mae(errors)).toBe(3 / 2)
  })

  test('without ratings both are undefined, and uneven lengths are refused', () => {
    expect(rmse(sumRatingErrors([], []))).toBeNaN()
    expect(mae(sumRatingErrors([Number.NaN], [3]))).toBeNaN()
    expect(() => sumRatingErrors([1], [])).toThrow('1 predictions for 0 ratings')
  })

  test('RMSE is never below MAE', () => {
    const stars = fc.double({ min: 0.5, max: 5, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(stars, stars), { minLength: 1 }), (pairs) => {
        const errors = sumRatingErrors(
          pairs.map(([predicted]) => predicted),
          pairs.map(([, actual]) => actual),
        )
        expect(rmse(errors)).toBeGreaterThanOrEqual(mae(errors) - 1e-12)
      }),
    )
  })
})

describe('coverage and Gini', () => {
  test('two of four items shown cover a half', () => {
    expect(coverage([3, 0, 1, 0], 4)).toBe(0.5)
    expect(coverage([], 0)).toBeNaN()
  })

  test('Gini is 0 for even exposure, (n − 1)/n for a single star, and undefined for none', () => {
    expect(gini([5, 5, 5])).toBe(0)
    expect(gini([0, 0, 0, 8])).toBeCloseTo(3 / 4, 12)
    expect(gini([1, 3])).toBeCloseTo(1 / 4, 12)
    expect(gini([0, 0])).toBeNaN()
  })

  test('Gini is half the mean absolute difference over the mean, and does not depend on order or scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }), (exposure) => {
        const total = exposure.reduce((sum, x) => sum + x, 0)
        if (total === 0) return
        const differences = exposure.flatMap((x) => exposure.map((y) => Math.abs(x - y))).reduce((a, b) => a + b, 0)
        expect(gini(exposure)).toBeCloseTo(differences / (2 * exposure.length * total), 10)
        expect(gini(exposure.toReversed().map((x) => x * 3))).toBeCloseTo(gini(exposure), 10)
      }),
    )
  })
})

describe('one list', () => {
  const list = Int32Array.of(2, 0, 1)

  test('average popularity is the mean count of the first k that there are', () => {
    expect(averagePopularity(list, [10, 20, 60], 2)).toBe(35)
    expect(averagePopularity(list, [10, 20, 60], 9)).toBe(30)
    expect(averagePopularity(new Int32Array(0), [10], 5)).toBeNaN()
  })

  test('a film that all know has novelty 0, one that nobody knows log₂(people + 1) bits', () => {
    expect(novelty(Int32Array.of(0), [7], 7, 1)).toBeCloseTo(0, 12)
    expect(novelty(Int32Array.of(0), [0], 7, 1)).toBe(3)
    expect(novelty(new Int32Array(0), [], 7, 1)).toBeNaN()
  })

  test('diversity is the mean Jaccard distance of the pairs', () => {
    const genres = [0b011, 0b110, 0b011]
    expect(genreDiversity(Int32Array.of(0, 2), genres, 2)).toBe(0)
    expect(genreDiversity(Int32Array.of(0, 1), genres, 2)).toBeCloseTo(2 / 3, 12)
    expect(genreDiversity(list, genres, 3)).toBeCloseTo((2 / 3 + 2 / 3) / 3, 12)
    expect(genreDiversity(Int32Array.of(0, 1), [0, 0], 2)).toBe(1)
    expect(genreDiversity(list, genres, 1)).toBeNaN()
  })

  test('diversity agrees with sets, also for the thirty-second genre', () => {
    const masks = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(masks, ([a, b]) => {
        const bits = (mask: number) => Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1)
        const both = bits(a).filter((bit) => bits(b).includes(bit)).length
        const either = new Set([...bits(a), ...bits(b)]).size
        const expected = either === 0 ? 1 : 1 - both / either
        expect(genreDiversity(Int32Array.of(0, 1), [a, b], 2)).toBeCloseTo(expected, 12)
      }),
    )
  })
})
