// Biased factorisation: the contract, a falling error, the fold-in by mathjs beside it, and stars within the scale.
import { lusolve } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { withKernels } from '@/lib/math/kernels/pool'
import { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { countRaters } from '../preferences'
import { crowdOf, twoTastes } from '../test-crowd'
import { svdModel } from '.'
import { cutIntoBlocks } from './blocks'

const SMALL = {
  ...{ factors: 4, epochs: 60, learningRate: 0.05, regularization: 0.03 },
  ...{ foldInRegularization: 0.07, foldInPrior: 1, scoreShrinkage: 1, popularityWeight: 0.01 },
}

describeModelContract(svdModel, { config: SMALL })
describe('with times', () => describeModelContract(svdModel, { config: { ...SMALL, timeBins: 3 } }))

const fit = (ratings: RatingMatrix, config: object = {}, seed = 1) =>
  svdModel.fit({ ratings, texts: [] }, svdModel.parseConfig({ ...SMALL, ...config }), { seed })

function rootMeanSquareError(matrix: RatingMatrix, config: object) {
  const model = fit(matrix, config)
  let squares = 0
  for (let user = 0; user < matrix.nUsers; user++) {
    const profile = matrix.ratingsOf(user)
    const stars = model.predictAll?.(profile) ?? new Float32Array(0)
    profile.items.forEach((item, j) => (squares += (stars[item] - profile.stars[j]) ** 2))
  }
  return Math.sqrt(squares / matrix.nRatings)
}

function deviationOfStars({ rows, nRatings }: RatingMatrix) {
  const mean = rows.halfStars.reduce((sum, value) => sum + value / 2, 0) / nRatings
  return Math.sqrt(rows.halfStars.reduce((sum, value) => sum + (value / 2 - mean) ** 2, 0) / nRatings)
}

describe('svd', () => {
  const matrix = twoTastes(6, 60, 16, 0.6)
  const profile = createRatingVector([
    [0, 5],
    [1, 1.5],
    [4, 4.5],
    [7, 2],
  ])

  test('a profile is folded in by ridge regression, as mathjs solves it', () => {
    const model = fit(matrix)
    const { arrays, meta } = model.save()
    const { itemBiases, itemFactors, counts } = arrays
    const q = (item: number) => [1, ...itemFactors.slice(item * 4, item * 4 + 4)]
    const mean = Number(meta.globalMean)
    const errors = Array.from(profile.items, (item, j) => profile.stars[j] - mean - itemBiases[item])
    const rated = Array.from(profile.items, q)
    const a = q(0).map((_, f) =>
      q(0).map((_, g) => rated.reduce((sum, row) => sum + row[f] * row[g], f === g ? 0.07 * (4 + 1) : 0)),
    )
    const b = q(0).map((_, f) => rated.reduce((sum, row, j) => sum + errors[j] * row[f], 0))
    const t = lusolve(a, b).flat().map(Number)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const [level, ...rest] = q(item).map((value, f) => value * t[f])
      const deviation = itemBiases[item] + rest.reduce((sum, value) => sum + value, 0)
      const stars = Math.min(5, Math.max(0.5, mean + level + deviation))
      expect(model.predict?.(profile, item)).toBeCloseTo(stars, 4)
      const trusted = (deviation * counts[item]) / (counts[item] + 1)
      expect(scores[item]).toBeCloseTo(trusted + 0.01 * Math.log(1 + counts[item]), 4)
    }
  })

  test('where times count it foretells moments: less of a film that fell out of favour, more for somebody who grows milder', () => {
    const times = (row: number) => (row % 2 === 0 ? 0 : 1_000 * 86_400)
    const table = Array.from({ length: 80 }, (_, user) => [user % 2 === 0 ? 10 : 5, 6 + (user % 3), 5 + (user % 4)])
    const plain = crowdOf(table)
    const users = plain.rows.indices.map((_, e) => Math.floor(e / 3))
    const timed = new RatingMatrix(plain.userIds, plain.itemIds, { ...plain.rows, ratedAt: users.map(times) })
    const model = fit(timed, { timeBins: 2, timeShrinkage: 1, driftShrinkage: 1 })
    const nobody = { ...createRatingVector([]), ratedAt: new Int32Array(0) }
    const [early, late] = model.predictAt?.(nobody, Int32Array.of(0, 0), Int32Array.of(0, 1_000 * 86_400)) ?? []
    expect(early - late).toBeGreaterThan(1.5)
    expect(model.predict?.(nobody, 0)).toBeCloseTo(late, 6)
    const milder = {
      ...createRatingVector([
        [1, 2],
        [2, 5],
      ]),
      ratedAt: Int32Array.of(0, 900 * 86_400),
    }
    const [before, after] = model.predictAt?.(milder, Int32Array.of(1, 1), Int32Array.of(0, 900 * 86_400)) ?? []
    expect(after).toBeGreaterThan(before + 0.3)
    const scores = model.score(milder)
    const amounts = model.explain?.(milder, 0).map(({ amount }) => amount) ?? []
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(scores[0], 4)
    expect(fit(plain)).not.toHaveProperty('predictAt', expect.any(Function))
    expect(() => fit(plain, { timeBins: 2 })).toThrow('needs the time of every rating')
    expect(svdModel.needsTimes?.(svdModel.parseConfig({ timeBins: 2 }))).toBe(true)
    expect(svdModel.needsTimes?.(svdModel.parseConfig({}))).toBe(false)
  })

  test('the error on what it was shown falls as it learns, below what biases alone reach', () => {
    const errors = [1, 10, 60].map((epochs) => rootMeanSquareError(matrix, { epochs }))
    expect(errors[1]).toBeLessThan(errors[0])
    expect(errors[2]).toBeLessThan(errors[1])
    // Two tastes, 3.5 to 5 stars against 1 to 2.5: biases alone cannot tell them apart and stay 1.3 stars off.
    expect(errors[2]).toBeLessThan(0.6)
  })

  test('stars stay on the scale, whatever is added up', () => {
    const extreme = crowdOf(
      Array.from({ length: 30 }, (_, user) => Array.from({ length: 8 }, (_, item) => (user % 2 === item % 2 ? 10 : 1))),
    )
    for (const user of [0, 1]) {
      const stars = fit(extreme).predictAll?.(extreme.ratingsOf(user)) ?? new Float32Array(0)
      for (const value of stars) expect(value >= 0.5 && value <= 5).toBe(true)
    }
  })

  test('somebody of whom nothing is known is predicted the mean of the film', () => {
    const model = fit(matrix)
    const { arrays, meta } = model.save()
    const nobody = createRatingVector([])
    expect(model.predict?.(nobody, 3)).toBeCloseTo(Number(meta.globalMean) + arrays.itemBiases[3], 5)
  })

  test('a film that nobody rated is predicted no stars', () => {
    const model = fit(crowdOf([[10, 8, 0]], 3))
    expect(model.predict?.(createRatingVector([[0, 4]]), 2)).toBeUndefined()
  })

  test('films, and the crowd, are the reasons, and their amounts add up to the score', () => {
    const model = fit(matrix)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const reasons = model.explain?.(profile, item) ?? []
      expect(reasons.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 4)
      expect(reasons.at(-1)?.kind).toBe('crowd')
    }
  })

  test('films of the same taste are the similar ones', () => {
    const near = fit(matrix).similar?.(4, 4) ?? []
    expect(near.map(({ item }) => item % 2)).toEqual([0, 0, 0, 0])
  })

  test('a film that many rated well goes before one that a single person adored', () => {
    const rows = Array.from({ length: 40 }, (_, user) => [8 + (user % 2), user === 0 ? 10 : 0, 4, 3])
    const scores = fit(crowdOf(rows), { scoreShrinkage: 20 }).score(createRatingVector([]))
    expect(scores[0]).toBeGreaterThan(scores[1])
  })

  test('the model is the same, bit for bit, on any number of threads', () => {
    const states = [1, 3].map((threads) =>
      svdModel.fit({ ratings: matrix, texts: [] }, svdModel.parseConfig(SMALL), { seed: 1, threads }).save(),
    )
    expect(states[1]).toEqual(states[0])
  })

  const cut = () => withKernels({ threads: 2 }, (kernels) => cutIntoBlocks(kernels, matrix, countRaters(matrix, 0)))

  test('every rating lies in exactly one run, by group of films and by person', () => {
    const { blocks, nUsers, indptr, items, stars, userPlaces, itemPlaces } = cut()
    const seen: string[] = []
    const groupOfFilm = new Map<number, number>()
    for (let run = 0; run < blocks * nUsers; run++)
      for (let e = indptr[run]; e < indptr[run + 1]; e++) {
        seen.push(`${run % nUsers} ${items[e]} ${stars[e]}`)
        const group = Math.floor(run / nUsers)
        expect(groupOfFilm.get(items[e]) ?? group).toBe(group)
        groupOfFilm.set(items[e], group)
      }
    const all = [...matrix.userIds.keys()].flatMap((user) => {
      const own = matrix.ratingsOf(user)
      return Array.from(own.items, (item, j) => `${userPlaces[user]} ${itemPlaces[item]} ${own.stars[j]}`)
    })
    expect(seen.toSorted()).toEqual(all.toSorted())
  })

  test('places are a numbering of their own, in which what one thread writes lies together', () => {
    const { blocks, nUsers, groups, indptr, items, userPlaces, itemPlaces } = cut()
    for (const places of [userPlaces, itemPlaces])
      expect(Array.from(places).sort((a, b) => a - b)).toEqual(Array.from(places.keys()))
    expect([groups[0], groups[blocks]]).toEqual([0, nUsers])
    let before = -1
    for (let group = 0; group < blocks; group++) {
      const own = items.subarray(indptr[group * nUsers], indptr[(group + 1) * nUsers])
      expect(Math.min(...own)).toBeGreaterThan(before)
      before = Math.max(...own)
    }
  })

  test('groups have about as many ratings each, for the busiest rows are dealt out by turns', () => {
    const { blocks, nUsers, groups, indptr } = cut()
    for (let b = 0; b < blocks; b++) {
      const own = Array.from({ length: blocks * nUsers }, (_, run) => run).filter(
        (run) => run % nUsers >= groups[b] && run % nUsers < groups[b + 1],
      )
      const share = own.reduce((sum, run) => sum + indptr[run + 1] - indptr[run], 0) / matrix.nRatings
      expect(Math.abs(share * blocks - 1)).toBeLessThan(0.3)
    }
  })

  test('its learning curve is the error on what it was shown, epoch by epoch, and drawing it changes nothing', () => {
    const curve: { name: string; step: number; value: number }[] = []
    const onCurve = (point: (typeof curve)[number]) => curve.push(point)
    const config = svdModel.parseConfig(SMALL)
    const drawn = svdModel.fit({ ratings: matrix, texts: [] }, config, { seed: 1, threads: 2, onCurve })
    expect(drawn.save()).toEqual(fit(matrix).save())
    expect(curve.map(({ name, step }) => `${name} ${step}`)).toEqual(
      Array.from({ length: SMALL.epochs }, (_, epoch) => `training RMSE ${epoch + 1}`),
    )
    // At first it predicts about the mean of all, which is a deviation off.
    expect(curve[0].value).toBeCloseTo(deviationOfStars(matrix), 1)
    expect(curve[59].value).toBeLessThan(0.6)
  })

  test('it stops when it is told to', () => {
    const stopping = new AbortController()
    const stop = () => stopping.abort(new Error('told to stop'))
    const context = { seed: 1, onProgress: stop, signal: stopping.signal }
    expect(() => svdModel.fit({ ratings: matrix, texts: [] }, svdModel.parseConfig(SMALL), context)).toThrow(
      'told to stop',
    )
  })
})
