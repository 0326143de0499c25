// SVD++: the contract, the fold-in by mathjs beside it, reasons that add up, and that choosing a film is itself a hint.
import { lusolve } from 'mathjs'
import { describe, expect, test } from 'vitest'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { crowdOf, twoTastes } from '../test-crowd'
import { svdppModel } from '.'

const SMALL = {
  ...{ factors: 4, epochs: 60, learningRate: 0.03, regularization: 0.03, implicitLearningRate: 0.03 },
  ...{ foldInRegularization: 0.05, foldInPrior: 2, scoreShrinkage: 1, popularityWeight: 0.01 },
}

describeModelContract(svdppModel, { config: SMALL })
describe('with times', () => describeModelContract(svdppModel, { config: { ...SMALL, timeBins: 3 } }))

const fit = (ratings: RatingMatrix, config: object = {}) =>
  svdppModel.fit({ ratings, texts: [] }, svdppModel.parseConfig({ ...SMALL, ...config }), { seed: 1 })

describe('svdpp', () => {
  const matrix = twoTastes(6, 60, 16, 0.6)
  const profile = createRatingVector([
    [0, 5],
    [1, 1.5],
    [4, 4.5],
    [7, 2],
  ])

  test('a profile is folded in by ridge regression on what its choice of films leaves open, as mathjs solves it', () => {
    const model = fit(matrix)
    const { arrays, meta } = model.save()
    const rowOf = (name: string, item: number) => Array.from(arrays[name].slice(item * 4, item * 4 + 4), Number)
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, f) => sum + value * b[f], 0)
    const rated = Array.from(profile.items)
    const z = [0, 1, 2, 3].map((f) => rated.reduce((sum, item) => sum + rowOf('implicitFactors', item)[f], 0) / 2)
    const extended = rated.map((item) => [1, ...rowOf('itemFactors', item)])
    const errors = rated.map((item, j) => {
      const expected = Number(meta.globalMean) + arrays.itemBiases[item] + dot(z, rowOf('itemFactors', item))
      return profile.stars[j] - expected
    })
    const a = extended[0].map((_, f) =>
      extended[0].map((_, g) => extended.reduce((sum, row) => sum + row[f] * row[g], f === g ? 0.05 * (4 + 2) : 0)),
    )
    const b = extended[0].map((_, f) => extended.reduce((sum, row, j) => sum + errors[j] * row[f], 0))
    const [level, ...p] = lusolve(a, b).flat().map(Number)
    const taste = p.map((value, f) => value + z[f])
    for (let item = 0; item < matrix.nItems; item++) {
      const stars = Number(meta.globalMean) + arrays.itemBiases[item] + level + dot(taste, rowOf('itemFactors', item))
      expect(model.predict?.(profile, item)).toBeCloseTo(Math.min(5, Math.max(0.5, stars)), 4)
    }
  })

  test('films and the crowd are the reasons, and their amounts add up to the score', () => {
    const model = fit(matrix)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const reasons = model.explain?.(profile, item) ?? []
      expect(reasons.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 4)
    }
  })

  test('where everyone gives the same stars, what they chose to see still tells tastes apart', () => {
    // Even people see even films only, and give 4 to what they all chose; the few that they all saw they judge by taste.
    const rows = Array.from({ length: 60 }, (_, user) =>
      Array.from({ length: 12 }, (_, item) => {
        if (item >= 8) return (user + item) % 2 === 0 ? 10 : 2
        return (user + item) % 2 === 0 && (user * 5 + item) % 3 > 0 ? 7 : 0
      }),
    )
    const model = fit(crowdOf(rows), { epochs: 150, regularization: 0.01 })
    const even = createRatingVector([
      [0, 3.5],
      [2, 3.5],
      [4, 3.5],
    ])
    expect(model.predict?.(even, 8)).toBeGreaterThan(Number(model.predict?.(even, 9)) + 0.5)
  })

  test('the model is the same, bit for bit, on any number of threads', () => {
    const states = [1, 3].map((threads) =>
      svdppModel.fit({ ratings: matrix, texts: [] }, svdppModel.parseConfig(SMALL), { seed: 1, threads }).save(),
    )
    expect(states[1]).toEqual(states[0])
  })

  test('its learning curve is the error on what it was shown, epoch by epoch, and drawing it changes nothing', () => {
    const curve: { name: string; step: number; value: number }[] = []
    const onCurve = (point: (typeof curve)[number]) => curve.push(point)
    const config = svdppModel.parseConfig(SMALL)
    const drawn = svdppModel.fit({ ratings: matrix, texts: [] }, config, { seed: 1, onCurve })
    expect(drawn.save()).toEqual(fit(matrix).save())
    expect(curve.map(({ name, step }) => `${name} ${step}`)).toEqual(
      Array.from({ length: SMALL.epochs }, (_, epoch) => `training RMSE ${epoch + 1}`),
    )
    expect(curve[59].value).toBeLessThan(curve[0].value)
    expect(curve[59].value).toBeLessThan(0.6)
  })

  test('it stops when it is told to', () => {
    const stopping = new AbortController()
    const stop = () => stopping.abort(new Error('told to stop'))
    const context = { seed: 1, onProgress: stop, signal: stopping.signal }
    expect(() => svdppModel.fit({ ratings: matrix, texts: [] }, svdppModel.parseConfig(SMALL), context)).toThrow(
      'told to stop',
    )
  })
})
