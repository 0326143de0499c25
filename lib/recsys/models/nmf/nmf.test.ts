// Non-negative factorisation: the contract, a falling objective, no negative part, and reasons that add up.
import { describe, expect, test } from 'vitest'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { crowdOf, twoTastes } from '../test-crowd'
import { nmfModel } from '.'
import { solveNonNegative } from './solve'

const SMALL = { factors: 4, epochs: 60, regularization: 0.01, scoreShrinkage: 1, popularityWeight: 0.01 }

describeModelContract(nmfModel, { config: SMALL })

const fit = (ratings: RatingMatrix, config: object = {}, threads = 1) =>
  nmfModel.fit({ ratings, texts: [] }, nmfModel.parseConfig({ ...SMALL, ...config }), { seed: 1, threads })

describe('nmf', () => {
  const matrix = twoTastes(6, 60, 16, 0.6)
  const profile = createRatingVector([
    [0, 5],
    [1, 1.5],
    [4, 4.5],
    [7, 2],
  ])

  test('the error on what it was shown falls as it learns', () => {
    const errors = [1, 5, 60].map((epochs) => {
      const model = fit(matrix, { epochs })
      let squares = 0
      for (let user = 0; user < matrix.nUsers; user++) {
        const own = matrix.ratingsOf(user)
        const stars = model.predictAll?.(own) ?? new Float32Array(0)
        own.items.forEach((item, j) => (squares += (stars[item] - own.stars[j]) ** 2))
      }
      return Math.sqrt(squares / matrix.nRatings)
    })
    expect(errors[1]).toBeLessThan(errors[0])
    expect(errors[2]).toBeLessThan(errors[1])
    expect(errors[2]).toBeLessThan(0.6)
  })

  test('its learning curve is the error on what it was shown, epoch by epoch, and drawing it changes nothing', () => {
    const curve: { name: string; step: number; value: number }[] = []
    const config = nmfModel.parseConfig(SMALL)
    const onCurve = (point: (typeof curve)[number]) => curve.push(point)
    const drawn = nmfModel.fit({ ratings: matrix, texts: [] }, config, { seed: 1, threads: 2, onCurve })
    expect(drawn.save()).toEqual(fit(matrix).save())
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: SMALL.epochs }, (_, i) => i + 1))
    expect(
      curve.every(
        ({ name, value }, i) => name === 'training RMSE' && value > 0 && (i === 0 || value < 1.2 * curve[i - 1].value),
      ),
    ).toBe(true)
    // As the test before knows it from the predictions.
    expect(curve[0].value).toBeGreaterThan(curve[59].value)
    expect(curve[59].value).toBeLessThan(0.6)
  })

  test('a table made of two tastes is found again', () => {
    // r = p · q with p, q ≥ 0: every third pair is hidden and must come back.
    const [people, films] = [24, 18].map((n, side) =>
      Array.from({ length: n }, (_, row) => [((row * (7 + side)) % 5) / 2.5, (((row + 2) * (3 + side)) % 4) / 2]),
    )
    const starsOf = (u: number, i: number) => people[u][0] * films[i][0] + people[u][1] * films[i][1] + 0.5
    const table = people.map((_, u) =>
      films.map((_, i) => ((u + i) % 3 === 0 ? 0 : Math.min(10, Math.max(1, Math.round(2 * starsOf(u, i)))))),
    )
    const shown = crowdOf(table)
    const model = fit(shown, { factors: 3, epochs: 300, regularization: 0.002 })
    let [errors, count] = [0, 0]
    people.forEach((_, u) =>
      films.forEach((_, i) => {
        if ((u + i) % 3 !== 0) return
        errors += Math.abs(Number(model.predict?.(shown.ratingsOf(u), i)) - Math.min(5, starsOf(u, i)))
        count++
      }),
    )
    expect(errors / count).toBeLessThan(0.35)
  })

  test('no factor is negative, and a film that nobody rated has none', () => {
    const { arrays } = fit(crowdOf([[10, 8, 2, 0]], 4)).save()
    expect(arrays.itemFactors.every((value) => value >= 0)).toBe(true)
    expect([...arrays.itemFactors.slice(12)]).toEqual([0, 0, 0, 0])
  })

  test('a person is solved for exactly: no slope at what is positive, none downhill at what is zero', () => {
    const a = Float64Array.of(4, 1, 3, 1, 2, 1, 3, 1, 5)
    const b = Float64Array.of(2, -1, 4)
    const x = solveNonNegative(a, b)
    const slope = Array.from(b, (value, f) => value - a.subarray(3 * f, 3 * f + 3).reduce((s, v, g) => s + v * x[g], 0))
    x.forEach((value, f) => {
      if (value > 0) expect(slope[f]).toBeCloseTo(0, 6)
      else expect(slope[f]).toBeLessThanOrEqual(0)
    })
    expect(x[1]).toBe(0)
    expect(x[2]).toBeGreaterThan(0)
  })

  test('films and the crowd are the reasons, their amounts add up to the score, and the crowd adds only what popularity does', () => {
    const model = fit(matrix)
    const { counts } = model.save().arrays
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const reasons = model.explain?.(profile, item) ?? []
      expect(reasons.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 4)
      expect(reasons.at(-1)?.amount).toBeCloseTo(0.01 * Math.log(1 + counts[item]), 4)
    }
  })

  test('the model is the same, bit for bit, on any number of threads', () => {
    expect(fit(matrix, {}, 3).save()).toEqual(fit(matrix, {}, 1).save())
  })

  test('films of the same taste are the similar ones', () => {
    const near = fit(matrix).similar?.(4, 4) ?? []
    expect(near.map(({ item }) => item % 2)).toEqual([0, 0, 0, 0])
  })

  test('it stops when it is told to', () => {
    const stopping = new AbortController()
    const stop = () => stopping.abort(new Error('told to stop'))
    const context = { seed: 1, onProgress: stop, signal: stopping.signal }
    expect(() => nmfModel.fit({ ratings: matrix, texts: [] }, nmfModel.parseConfig(SMALL), context)).toThrow(
      'told to stop',
    )
  })
})
