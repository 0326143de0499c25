// Bayesian factorisation: the contract, the posterior by mathjs beside it, and intervals that hold what they promise.
import { inv, multiply } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { crowdOf, twoTastes } from '../test-crowd'
import { bayesianMfModel } from '.'

const SMALL = { factors: 6, burnIn: 10, samples: 8, thinning: 2, scoreShrinkage: 1, popularityWeight: 0.01 }

describeModelContract(bayesianMfModel, { config: SMALL })

const fit = (ratings: RatingMatrix, config: object = {}, threads = 1) =>
  bayesianMfModel.fit({ ratings, texts: [] }, bayesianMfModel.parseConfig({ ...SMALL, ...config }), {
    seed: 1,
    threads,
  })

describe('bayesian-mf', () => {
  const matrix = twoTastes(6, 60, 16, 0.6)
  const profile = createRatingVector([
    [0, 5],
    [1, 1.5],
    [4, 4.5],
    [7, 2],
  ])

  test('its learning curve is the error on what it was shown, round by round, and drawing it changes nothing', () => {
    const curve: { name: string; step: number; value: number }[] = []
    const config = bayesianMfModel.parseConfig(SMALL)
    const onCurve = (point: (typeof curve)[number]) => curve.push(point)
    const drawn = bayesianMfModel.fit({ ratings: matrix, texts: [] }, config, { seed: 1, threads: 2, onCurve })
    expect(drawn.save()).toEqual(fit(matrix).save())
    // Ten rounds of burn-in, and two between each of the eight draws.
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1))
    const spread = Math.sqrt(1 / drawn.save().arrays.precisions[7])
    expect(curve[23].value).toBeGreaterThan(0.5 * spread)
    expect(curve[23].value).toBeLessThan(2 * spread)
  })

  test('prediction and interval are those of the normal posterior of every draw, as mathjs has them', () => {
    const model = fit(matrix)
    const { arrays, meta } = model.save()
    const [k, samples, mean] = [6, 8, Number(meta.globalMean)]
    const v = (item: number, s: number) =>
      Array.from(arrays.itemFactors.subarray((item * samples + s) * k, (item * samples + s + 1) * k))
    const draws = Array.from({ length: samples }, (_, s) => {
      const alpha = arrays.precisions[s]
      const prior = Array.from({ length: k }, (_, f) =>
        Array.from(arrays.userPrecisions.subarray((s * k + f) * k, (s * k + f + 1) * k)),
      )
      const a = prior.map((row, f) =>
        row.map((value, g) => profile.items.reduce((sum, item) => sum + alpha * v(item, s)[f] * v(item, s)[g], value)),
      )
      const pulled = multiply(prior, Array.from(arrays.userMeans.subarray(s * k, (s + 1) * k))) as number[]
      const b = pulled.map((value, f) =>
        profile.items.reduce((sum, item, j) => sum + alpha * (profile.stars[j] - mean) * v(item, s)[f], value),
      )
      return { alpha, covariance: inv(a), u: multiply(inv(a), b) as number[] }
    })
    for (const item of [2, 3, 9]) {
      const products = draws.map(({ u }, s) => multiply(u, v(item, s)) as unknown as number)
      const expected = products.reduce((sum, x) => sum + x, 0) / samples
      const variance = draws.reduce((sum, { alpha, covariance }, s) => {
        const doubt = multiply(multiply(v(item, s), covariance), v(item, s)) as unknown as number
        return sum + (1 / alpha + doubt + (products[s] - expected) ** 2) / samples
      }, 0)
      const interval = model.predictInterval?.(profile, item)
      const half = 1.96 * Math.sqrt(variance)
      expect(interval?.stars).toBeCloseTo(Math.min(5, Math.max(0.5, mean + expected)), 4)
      expect(interval?.low).toBeCloseTo(Math.min(5, Math.max(0.5, mean + expected - half)), 4)
      expect(interval?.high).toBeCloseTo(Math.min(5, Math.max(0.5, mean + expected + half)), 4)
    }
  })

  /** Stars made by a factorisation of rank 2 and noise of known deviation. */
  function madeByModel(seed: number, deviation: number) {
    const random = createRandom(seed)
    const draw = (n: number) => Array.from({ length: n }, () => [random.normal(), random.normal()])
    const [people, films] = [draw(150), draw(60)]
    const table = people.map((u) =>
      films.map((v) => {
        const stars = 2.75 + 0.35 * (u[0] * v[0] + u[1] * v[1]) + deviation * random.normal()
        return Math.min(10, Math.max(1, Math.round(2 * stars)))
      }),
    )
    const isHidden = table.map((row) => row.map(() => random.next() < 0.5))
    return {
      table,
      isHidden,
      shown: crowdOf(table.map((row, u) => row.map((value, i) => (isHidden[u][i] ? 0 : value)))),
    }
  }

  test('intervals hold about 95 % of ratings that it has not seen, and are wider for somebody unknown', () => {
    const { table, isHidden, shown } = madeByModel(3, 0.4)
    const model = fit(shown, { samples: 16, burnIn: 20 })
    let [inside, all] = [0, 0]
    let errors = 0
    table.forEach((row, user) => {
      const own = shown.ratingsOf(user)
      row.forEach((halfStars, item) => {
        const interval = isHidden[user][item] ? model.predictInterval?.(own, item) : undefined
        if (!interval) return
        all++
        errors += (interval.stars - halfStars / 2) ** 2
        if (interval.low <= halfStars / 2 && halfStars / 2 <= interval.high) inside++
      })
    })
    expect(inside / all).toBeGreaterThan(0.93)
    expect(inside / all).toBeLessThan(0.975)
    // The noise alone is 0.4, half-star rounding adds 0.02.
    expect(Math.sqrt(errors / all)).toBeLessThan(0.5)
    const widthFor = (ratings: ReturnType<typeof shown.ratingsOf>) => {
      const interval = model.predictInterval?.(ratings, 5)
      return Number(interval?.high) - Number(interval?.low)
    }
    expect(widthFor(createRatingVector([]))).toBeGreaterThan(1.2 * widthFor(shown.ratingsOf(0)))
  })

  test('films and the crowd are the reasons, and their amounts add up to the score', () => {
    const model = fit(matrix)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const reasons = model.explain?.(profile, item) ?? []
      expect(reasons.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 4)
    }
  })

  test('the draws are the same, bit for bit, on any number of threads', () => {
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
    expect(() =>
      bayesianMfModel.fit({ ratings: matrix, texts: [] }, bayesianMfModel.parseConfig(SMALL), context),
    ).toThrow('told to stop')
  })
})
