// Implicit ALS: the contract, a falling objective, both solvers, and the fold-in by mathjs beside it.
import { lusolve } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { topK } from '@/lib/math/top-k'
import { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import type { RatingVector } from '../contract'
import { describeModelContract } from '../contract-suite'
import { twoTastes } from '../test-crowd'
import { implicitAlsModel } from '.'
import { implicitAlsConfigSchema } from './config'
import { fitItemFactors } from './fit'
import { ImplicitAls } from './model'

const SMALL = { factors: 4, epochs: 8, regularization: 0.05, unobservedWeight: 0.1 }

describeModelContract(implicitAlsModel, { config: SMALL })
describe('with recency', () => describeModelContract(implicitAlsModel, { config: { ...SMALL, recencyWeight: 5 } }))

const fit = (ratings: RatingMatrix, config: object = {}, seed = 1) =>
  implicitAlsModel.fit({ ratings, texts: [] }, implicitAlsModel.parseConfig({ ...SMALL, ...config }), { seed })

const rowsOf = (factors: ArrayLike<number>, width: number) =>
  Array.from({ length: factors.length / width }, (_, row) =>
    Array.from({ length: width }, (_, f) => factors[row * width + f]),
  )
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)

/** x = A⁻¹ b straight from the formulas, with dense matrices. */
function foldInByDefinition(
  items: number[][],
  { items: rated, stars }: RatingVector,
  alpha: number,
  weightOf: (j: number) => number = () => 1,
) {
  const [alpha0, lambda] = [0.1, 0.05]
  const ridge = lambda * (rated.length + alpha0 * items.length)
  const parts = Array.from(rated, (item, j) => {
    const liked = stars[j] >= 3.5
    return {
      y: items[item],
      c: weightOf(j) * (liked ? 1 + (alpha * (stars[j] - 3.5)) / 1.5 : 1),
      p: liked ? 1 : (stars[j] - 2.75) / 2.25,
    }
  })
  const width = items[0].length
  const a = Array.from({ length: width }, (_, f) =>
    Array.from(
      { length: width },
      (_, g) =>
        (f === g ? ridge : 0) +
        alpha0 * items.reduce((sum, y) => sum + y[f] * y[g], 0) +
        parts.reduce((sum, { y, c }) => sum + c * y[f] * y[g], 0),
    ),
  )
  const b = Array.from({ length: width }, (_, f) => parts.reduce((sum, { y, c, p }) => sum + c * p * y[f], 0))
  return lusolve(a, b).flat().map(Number)
}

/** The objective with each person's best response, all ratings liked alike (alpha 0). */
function objective(matrix: RatingMatrix, items: number[][]): number {
  const [alpha0, lambda] = [0.1, 0.05]
  let total = 0
  const likers = new Array<number>(items.length).fill(0)
  for (let user = 0; user < matrix.nUsers; user++) {
    const all = matrix.ratingsOf(user)
    const liked = createRatingVector(
      Array.from(all.items, (item, j) => [item, all.stars[j]] as const).filter(([, stars]) => stars >= 3.5),
    )
    const x = foldInByDefinition(items, liked, 0)
    liked.items.forEach((item) => {
      likers[item]++
      total += (1 - dot(x, items[item])) ** 2
    })
    total += alpha0 * items.reduce((sum, y) => sum + dot(x, y) ** 2, 0)
    total += lambda * (liked.items.length + alpha0 * items.length) * dot(x, x)
  }
  return total + items.reduce((sum, y, i) => sum + lambda * (likers[i] + alpha0 * matrix.nUsers) * dot(y, y), 0)
}

describe('implicit-als', () => {
  const matrix = twoTastes(4, 40, 15)
  const profile = createRatingVector([
    [0, 5],
    [2, 3.5],
    [3, 1],
    [6, 3],
  ])

  test('a profile is folded in as the formulas say', () => {
    const model = fit(matrix)
    const items = rowsOf(model.save().arrays.itemFactors, 4)
    const x = foldInByDefinition(items, profile, 0.5)
    model.score(profile).forEach((score, item) => expect(score).toBeCloseTo(dot(x, items[item]), 5))
  })

  test('what somebody rated last counts more where it is told to, and otherwise times change nothing', () => {
    const timed = { ...profile, ratedAt: Int32Array.of(40, 900, 30, 20) }
    const model = fit(matrix, { recencyWeight: 6, recencySpan: 2 })
    const items = rowsOf(model.save().arrays.itemFactors, 4)
    const ages = [1, 0, 2, 3]
    const x = foldInByDefinition(items, timed, 0.5, (j) => 1 + 6 * Math.exp(-ages[j] / 2))
    const scores = model.score(timed)
    scores.forEach((score, item) => expect(score).toBeCloseTo(dot(x, items[item]), 5))
    for (const item of [1, 4, 5]) {
      const amounts = model.explain?.(timed, item).map(({ amount }) => amount) ?? []
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(scores[item], 5)
    }
    expect(model.score({ ...timed, ratedAt: Int32Array.of(20, 30, 40, 900) })).not.toEqual(scores)
    expect(model.score(profile)).toEqual(fit(matrix).score(profile))
    expect(fit(matrix).score(timed)).toEqual(fit(matrix).score(profile))
  })

  test('reasons follow a profile whose times alone have changed', () => {
    const model = fit(matrix, { recencyWeight: 6 })
    const [before, after] = [Int32Array.of(4, 3, 2, 1), Int32Array.of(1, 2, 3, 4)].map((ratedAt) =>
      model.explain?.({ ...profile, ratedAt }, 4),
    )
    expect(after).not.toEqual(before)
  })

  test.each(['cg', 'cholesky', 'block'])('the objective falls from epoch to epoch (%s)', (solver) => {
    const losses = [1, 2, 4, 8, 16].map((epochs) =>
      objective(matrix, rowsOf(fit(matrix, { epochs, solver, alpha: 0, blockSize: 2 }).save().arrays.itemFactors, 4)),
    )
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1] + 1e-6)
    expect(losses[4]).toBeLessThan(losses[0])
  })

  test('conjugate gradient with as many steps as factors is the exact solution', () => {
    const exact = fit(matrix, { solver: 'cholesky', epochs: 3 }).score(profile)
    const descended = fit(matrix, { solver: 'cg', cgSteps: 12, epochs: 3 }).score(profile)
    descended.forEach((score, item) => expect(score).toBeCloseTo(exact[item], 4))
  })

  test('the amounts of its reasons add up to the score, a dislike speaking against its like', () => {
    const model = fit(matrix)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const amounts = model.explain?.(profile, item).map(({ amount }) => amount) ?? []
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(scores[item], 5)
    }
    const against = model.explain?.(profile, 5).find((part) => part.kind === 'rated-item' && part.item === 3)
    expect(against?.amount).toBeLessThan(0)
  })

  test('films of the same taste are the similar ones', () => {
    const near = fit(matrix, { factors: 2 }).similar?.(4, 5) ?? []
    expect(near.map(({ item }) => item % 2)).toEqual([0, 0, 0, 0, 0])
  })

  test('another seed is another model of the same tastes', () => {
    const [one, two] = [1, 2].map((seed) => fit(matrix, { epochs: 30 }, seed).score(profile))
    expect(one).not.toEqual(two)
    const even = (scores: Float32Array) => scores.filter((_, item) => item % 2 === 0).reduce((a, b) => a + b, 0)
    for (const scores of [one, two]) expect(even(scores)).toBeGreaterThan(scores.reduce((a, b) => a + b, 0) / 2)
  })

  test.each(['cg', 'cholesky', 'block'])('the number of threads does not change a bit of the model (%s)', (solver) => {
    const config = implicitAlsModel.parseConfig({ ...SMALL, factors: 20, solver, blockSize: 8 })
    const [one, ...others] = [1, 2, 3].map(
      (threads) => implicitAlsModel.fit({ ratings: matrix, texts: [] }, config, { seed: 1, threads }).save().arrays,
    )
    for (const other of others) expect(other).toEqual(one)
  })

  test('its learning curve is the falling loss, one point an epoch', () => {
    const points: { name: string; step: number; value: number }[] = []
    const context = { seed: 1, onCurve: (point: (typeof points)[number]) => void points.push(point) }
    implicitAlsModel.fit({ ratings: matrix, texts: [] }, implicitAlsModel.parseConfig(SMALL), context)
    expect(points.map(({ name, step }) => `${name} ${step}`)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `loss ${n}`))
    const losses = points.map(({ value }) => value)
    expect(losses).toEqual(losses.toSorted((a, b) => b - a))
  })

  test.each([0, 8])('everybody at once gets the films that each alone would get (recency %d)', (recencyWeight) => {
    const config = implicitAlsConfigSchema.parse({ ...SMALL, recencyWeight })
    const model = new ImplicitAls(fitItemFactors(matrix, config, { seed: 1 }), config)
    const ratedAt = Int32Array.from(matrix.rows.indices, (item) => (item * 7) % 11)
    const timed = new RatingMatrix(matrix.userIds, matrix.itemIds, { ...matrix.rows, ratedAt })
    const best = model.recommendAll(timed.rows, 5, { threads: 2 })
    for (let user = 0; user < matrix.nUsers; user++) {
      const own = timed.ratingsOf(user)
      const scores = model.score(own)
      const rated = new Set(own.items)
      const expected = topK(scores, 5, (item) => !rated.has(item))
      const listed = best.items.subarray(user * 5, user * 5 + expected.indices.length)
      listed.forEach((item, rank) => {
        expect(rated.has(item)).toBe(false)
        expect(scores[item]).toBeCloseTo(expected.scores[rank], 4)
        expect(best.scores[user * 5 + rank]).toBeCloseTo(expected.scores[rank], 4)
      })
    }
  })

  test('people without ratings get nothing rather than anything', () => {
    const config = implicitAlsConfigSchema.parse(SMALL)
    const model = new ImplicitAls(fitItemFactors(matrix, config, { seed: 1 }), config)
    const nobody = { indptr: new Uint32Array(3), indices: new Int32Array(0), halfStars: new Uint8Array(0) }
    expect([...model.recommendAll(nobody, 2).items]).toEqual([-1, -1, -1, -1])
  })

  test('it stops when it is told to', () => {
    const stopping = new AbortController()
    const stop = () => stopping.abort(new Error('told to stop'))
    const config = implicitAlsModel.parseConfig(SMALL)
    const context = { seed: 1, onProgress: stop, signal: stopping.signal }
    expect(() => implicitAlsModel.fit({ ratings: matrix, texts: [] }, config, context)).toThrow('told to stop')
  })
})
