// Intervals and tests of significance, against closed forms, an oracle and simulation.
import fc from 'fast-check'
import { erf, quantileSeq } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import { bootstrap, meanOverPeople, quantile } from './bootstrap'
import { adjustByHolm, twoSidedP, wilcoxonSignedRank } from './paired-tests'

const mean = (values: number[], seed = 1) => bootstrap([meanOverPeople(Float64Array.from(values))], { seed })[0]

describe('bootstrap', () => {
  test('the value is the sample mean, people without one left out', () => {
    expect(mean([1, 2, Number.NaN, 6]).value).toBe(3)
  })

  test('values that are all alike have an interval of no width', () => {
    expect(mean([0.25, 0.25, 0.25])).toEqual({ value: 0.25, low: 0.25, high: 0.25 })
  })

  test('nobody at all is undefined, with no interval', () => {
    expect(mean([])).toEqual({ value: Number.NaN, low: null, high: null })
    expect(mean([Number.NaN])).toEqual({ value: Number.NaN, low: null, high: null })
  })

  test('the same seed gives the same interval, another seed another', () => {
    const values = Array.from({ length: 40 }, (_, i) => Math.sin(i))
    expect(mean(values, 4)).toEqual(mean(values, 4))
    expect(mean(values, 5)).not.toEqual(mean(values, 4))
  })

  test('for many people the interval of a mean is about ± 1.96 standard errors', () => {
    const random = createRandom(3)
    const values = Array.from({ length: 2000 }, () => random.normal())
    const { value, low, high } = mean(values)
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - value) ** 2, 0) / values.length)
    const half = (1.96 * deviation) / Math.sqrt(values.length)
    expect(value - (low ?? 0)).toBeGreaterThan(half * 0.88)
    expect(value - (low ?? 0)).toBeLessThan(half * 1.12)
    expect((high ?? 0) - value).toBeGreaterThan(half * 0.88)
    expect((high ?? 0) - value).toBeLessThan(half * 1.12)
  })

  test('intervals of many samples hold the true mean about 95 times in 100', () => {
    const random = createRandom(11)
    let held = 0
    for (let sample = 0; sample < 200; sample++) {
      const values = Float64Array.from({ length: 60 }, () => random.normal())
      const [{ low, high }] = bootstrap([meanOverPeople(values)], { seed: sample, resamples: 300 })
      if ((low ?? 1) <= 0 && (high ?? -1) >= 0) held++
    }
    expect(held).toBeGreaterThanOrEqual(180)
    expect(held).toBeLessThanOrEqual(199)
  })

  test('a ratio such as RMSE weighs people by their number of ratings', () => {
    const ratio = { numerator: Float64Array.of(4, 12), denominator: Float64Array.of(1, 3), finish: Math.sqrt }
    expect(bootstrap([ratio], { seed: 1 })[0]).toEqual({ value: 2, low: 2, high: 2 })
  })

  test('figures over different people are refused', () => {
    const figures = [meanOverPeople(new Float64Array(2)), meanOverPeople(new Float64Array(3))]
    expect(() => bootstrap(figures, { seed: 1 })).toThrow('the same people')
  })

  test('quantiles are those of mathjs', () => {
    const values = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), (list, percent) => {
        const p = percent / 100
        const sorted = Float64Array.from(list).sort()
        expect(quantile(sorted, p)).toBeCloseTo(Number(quantileSeq([...sorted], p)), 9)
      }),
    )
  })
})

describe('Wilcoxon', () => {
  test('p of a normal deviate is 1 − erf(z/√2)', () => {
    for (const z of [0, 0.3, 1, 1.959964, 3, 4]) expect(twoSidedP(z)).toBeCloseTo(1 - Number(erf(z / Math.SQRT2)), 6)
  })

  test('a case worked by hand: ranks 1, 2½, 2½, 4, 5 with the smallest negative', () => {
    const { wPlus, n } = wilcoxonSignedRank(Float64Array.of(2, -1, 0, 2, 3, 5))
    expect([wPlus, n]).toEqual([14, 5])
  })

  test('a case with ties and a zero agrees with the normal approximation worked out apart', () => {
    const differences = Float64Array.of(1, -2, 3, 4, -5, 6, 7, 8, 9, 10, 2, 0)
    const { wPlus, n, p } = wilcoxonSignedRank(differences)
    expect([wPlus, n]).toEqual([57.5, 11])
    expect(p).toBeCloseTo(0.0327679262, 7)
  })

  test('turning all signs leaves p as it was, and no difference at all is p = 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1 }), (values) => {
        const differences = Float64Array.from(values)
        const turned = differences.map((difference) => -difference)
        expect(wilcoxonSignedRank(turned).p).toBeCloseTo(wilcoxonSignedRank(differences).p, 12)
      }),
    )
    expect(wilcoxonSignedRank(new Float64Array(5)).p).toBe(1)
  })

  test('where there is no difference, about 5 in 100 tests say that there is', () => {
    const random = createRandom(8)
    let found = 0
    for (let i = 0; i < 1000; i++)
      if (wilcoxonSignedRank(Float64Array.from({ length: 30 }, () => random.normal())).p < 0.05) found++
    expect(found).toBeGreaterThan(25)
    expect(found).toBeLessThan(75)
  })
})

describe('Holm', () => {
  test('a case worked by hand', () => {
    expect(adjustByHolm([0.01, 0.04, 0.03]).map((p) => Math.round(p * 1e9) / 1e9)).toEqual([0.03, 0.06, 0.06])
  })

  test('never makes a p-value smaller, keeps their order, and stays at most 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const adjusted = adjustByHolm(pValues)
        adjusted.forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(pValues[i])
          expect(p).toBeLessThanOrEqual(1)
          adjusted.forEach((other, j) => {
            if (pValues[i] < pValues[j]) expect(p).toBeLessThanOrEqual(other)
          })
        })
      }),
    )
  })
})
