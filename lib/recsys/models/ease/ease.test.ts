// EASE: the contract, the closed form by mathjs beside it, the Gram matrix, threads, and the cut-off.
import { inv } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { withKernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { selectLikes } from '../likes'
import { interestWeights } from '../preferences'
import { crowdOf, twoTastes } from '../test-crowd'
import { easeModel } from '.'
import { multiplyLikes } from './solve'

describeModelContract(easeModel, { config: { regularization: 2 } })

const fit = (ratings: RatingMatrix, config: unknown = {}) =>
  easeModel.fit({ ratings, texts: [] }, easeModel.parseConfig(config), { seed: 1, threads: 1 })

/** What five stars weigh. */
const LOVED = interestWeights(Float32Array.of(5))[0]

/** B straight from the paper: −P_ji / P_ii off the diagonal. */
function weightsByDefinition(matrix: RatingMatrix, regularization: number): number[][] {
  const x = Array.from({ length: matrix.nUsers }, (_, user) => {
    const { items, stars } = matrix.ratingsOf(user)
    return Array.from({ length: matrix.nItems }, (_, item) => (stars[items.indexOf(item)] >= 3.5 ? 1 : 0))
  })
  const n = matrix.nItems
  const gram = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) =>
      x.reduce((sum: number, row) => sum + row[i] * row[j], i === j ? regularization : 0),
    ),
  )
  const p = inv(gram)
  return p.map((row, j) => row.map((value, i) => (i === j ? 0 : -value / p[i][i])))
}

describe('ease', () => {
  test.each([
    ['more people than films', 60, 9],
    ['more films than people', 8, 20],
  ])('with %s it is the closed form', (_, nUsers, nItems) => {
    const matrix = twoTastes(7, nUsers, nItems, 0.7)
    const model = fit(matrix, { regularization: 3 })
    const weights = weightsByDefinition(matrix, 3)
    for (const item of matrix.itemIds.keys()) {
      const scores = model.score(createRatingVector([[item, 5]]))
      for (let other = 0; other < nItems; other++)
        if (scores[other] > -Infinity) expect(scores[other]).toBeCloseTo(LOVED * weights[item][other], 5)
    }
  })

  test('two films that everyone likes together foretell each other, and a third nothing, as worked by hand', () => {
    // Gram + 1: (3 2 0; 2 3 0; 0 0 2). The inverse of the upper block is (3 −2; −2 3) / 5, so B = 2/3 off its diagonal.
    const model = fit(
      crowdOf([
        [10, 10, 0],
        [9, 8, 0],
        [0, 0, 8],
      ]),
      { regularization: 1 },
    )
    const scores = model.score(createRatingVector([[0, 5]]))
    expect(scores[0]).toBe(0)
    expect(scores[1]).toBeCloseTo((LOVED * 2) / 3, 6)
    expect(scores[2]).toBeCloseTo(0, 9)
    expect(model.similar?.(0, 5)).toEqual([{ item: 1, score: expect.closeTo(2 / 3, 6) }])
  })

  test('the Gram matrix counts who likes both, on any number of threads', () => {
    const matrix = twoTastes(2, 80, 45)
    const likedBy = (user: number, item: number) => {
      const { items, stars } = matrix.ratingsOf(user)
      return stars[items.indexOf(item)] >= 3.5
    }
    for (const threads of [1, 3])
      withKernels({ threads }, (kernels) => {
        const likes = selectLikes(matrix, 3.5, 30)
        const { size, stride, values } = multiplyLikes(kernels, likes, () => undefined)
        expect(size).toBe(30)
        for (let i = 0; i < size; i++)
          for (let j = 0; j <= i; j++) {
            const users = [...matrix.userIds.keys()].filter(
              (user) => likedBy(user, likes.items[i]) && likedBy(user, likes.items[j]),
            )
            expect(values[i * stride + j]).toBe(users.length)
          }
      })
  })

  test('the model has the same bits for any number of threads', () => {
    const data = { ratings: twoTastes(4, 200, 150), texts: [] }
    const config = easeModel.parseConfig({})
    const fitted = (threads: number) => easeModel.fit(data, config, { seed: 1, threads }).save()
    expect(fitted(3)).toEqual(fitted(1))
  })

  test('films beyond the cut-off get no score, are no reason, and have nothing similar', () => {
    const matrix = crowdOf([
      [10, 10, 0, 8],
      [10, 10, 9, 0],
      [10, 0, 0, 0],
    ])
    const model = fit(matrix, { maxItems: 2, regularization: 1 })
    const profile = createRatingVector([
      [0, 5],
      [2, 5],
    ])
    const scores = model.score(profile)
    expect([...scores].map(Number.isFinite)).toEqual([true, true, false, false])
    expect(model.explain?.(profile, 3)).toEqual([])
    expect(model.similar?.(2, 3)).toEqual([])
    expect(model.explain?.(profile, 1)).toEqual([
      { kind: 'rated-item', item: 0, stars: 5, amount: expect.closeTo(scores[1], 6) },
    ])
  })

  test('the amounts of its reasons add up to the score', () => {
    const matrix = twoTastes(5, 60, 14)
    const model = fit(matrix, { regularization: 5 })
    const profile = matrix.ratingsOf(1)
    const scores = model.score(profile)
    for (let item = 0; item < matrix.nItems; item++) {
      const amounts = model.explain?.(profile, item).map(({ amount }) => amount) ?? []
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(scores[item], 5)
    }
  })

  test('it stops when it is told to', () => {
    const stopping = new AbortController()
    const stop = () => stopping.abort(new Error('told to stop'))
    expect(() =>
      easeModel.fit({ ratings: twoTastes(1, 200, 150), texts: [] }, easeModel.parseConfig({}), {
        seed: 1,
        onProgress: stop,
        signal: stopping.signal,
      }),
    ).toThrow('told to stop')
  })
})
