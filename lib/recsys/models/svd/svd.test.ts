// Biased factorisation: the contract, a falling error, the fold-in by mathjs beside it, and stars within the scale.
import { lusolve } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { crowdOf, twoTastes } from '../test-crowd'
import { svdModel } from '.'
import { starsToLearn } from '../time-effects'
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

  test('every rating lies in exactly one block, and blocks of a stratum share neither person nor film', () => {
    const { blocks, starts, users, items, stars, userPlaces, itemPlaces } = cutIntoBlocks(
      matrix,
      starsToLearn(matrix, { timeBins: 0, timeShrinkage: 0, driftShrinkage: 0 }).stars,
    )
    const seen = new Set<string>()
    const placeOf = (side: Int32Array, at: number) => {
      const block = starts.findLastIndex((start) => start <= at)
      return side === users ? Math.floor(block / blocks) : block % blocks
    }
    for (const side of [users, items]) {
      const groups = new Map<number, Set<number>>()
      side.forEach((row, at) => groups.set(row, (groups.get(row) ?? new Set()).add(placeOf(side, at))))
      for (const group of groups.values()) expect(group.size).toBe(1)
    }
    users.forEach((user, at) => seen.add(`${user} ${items[at]} ${stars[at]}`))
    const all = [...matrix.userIds.keys()].flatMap((user) => {
      const own = matrix.ratingsOf(user)
      return Array.from(own.items, (item, j) => `${userPlaces[user]} ${itemPlaces[item]} ${own.stars[j]}`)
    })
    expect(seen).toEqual(new Set(all))
  })

  test('places are a numbering of their own, in which what one thread writes lies together', () => {
    const { blocks, starts, users, items, userPlaces, itemPlaces } = cutIntoBlocks(
      matrix,
      starsToLearn(matrix, { timeBins: 0, timeShrinkage: 0, driftShrinkage: 0 }).stars,
    )
    for (const places of [userPlaces, itemPlaces])
      expect(Array.from(places).sort((a, b) => a - b)).toEqual(Array.from(places.keys()))
    const groupOf = (side: Int32Array, at: number) => {
      const block = starts.findLastIndex((start) => start <= at)
      return side === users ? Math.floor(block / blocks) : block % blocks
    }
    for (const side of [users, items]) {
      const groups = Array.from(side, (place, at) => [place, groupOf(side, at)]).sort((a, b) => a[0] - b[0])
      groups.forEach(([, group], i) => expect(group).toBeGreaterThanOrEqual(groups[Math.max(0, i - 1)][1]))
    }
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
