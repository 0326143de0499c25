// Item-kNN: the contract, a case worked by hand, the definition over maps beside it, and reasons that add up.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { preferenceWeights } from '../preferences'
import { crowdOf, twoTastes } from '../test-crowd'
import { itemKnnModel } from '.'

describeModelContract(itemKnnModel, { config: { k: 8, shrinkage: 0 } })

const fit = (ratings: RatingMatrix, config: unknown = {}) =>
  itemKnnModel.fit({ ratings, texts: [] }, itemKnnModel.parseConfig(config), { seed: 1 })

/** Cosine with shrinkage, straight from the formula, in stars. */
function similarityByDefinition(matrix: RatingMatrix, a: number, b: number, shrinkage: number, minStars: number) {
  const column = (item: number) =>
    Array.from({ length: matrix.nUsers }, (_, user) => {
      const { items, stars } = matrix.ratingsOf(user)
      const value = stars[items.indexOf(item)] ?? 0
      return value >= minStars ? value : 0
    })
  const [x, y] = [column(a), column(b)]
  const dot = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i], 0)
  return dot(x, y) === 0 ? 0 : dot(x, y) / (Math.sqrt(dot(x, x) * dot(y, y)) + 25 * shrinkage)
}

describe('item-knn', () => {
  test('three people and four films come out as worked by hand', () => {
    // Stars:  5 4 - -      Films 0 and 1 share both of film 1's people, film 3 only person 2 with film 2.
    //         4 5 - -
    //         - - 5 4
    const model = fit(
      crowdOf([
        [10, 8, 0, 0],
        [8, 10, 0, 0],
        [0, 0, 10, 8],
      ]),
      { shrinkage: 0 },
    )
    const near = model.similar?.(0, 5) ?? []
    expect(near.map(({ item }) => item)).toEqual([1])
    expect(near[0].score).toBeCloseTo(40 / 41, 6)
    const scores = model.score(
      createRatingVector([
        [0, 5],
        [2, 1],
      ]),
    )
    // Five stars weigh 1, one star -7/9; films 2 and 3 are rated by one person, so their cosine is 1.
    expect(scores[1]).toBeCloseTo(40 / 41, 6)
    expect(scores[3]).toBeCloseTo(-7 / 9, 6)
    expect(scores[0]).toBe(0)
  })

  test('agrees with the definition written out over dense columns', () => {
    const row = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 })), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(0, 1, 7.5),
        fc.constantFrom(0.5, 3.5),
        (table, shrinkage, minStars) => {
          const matrix = crowdOf(table)
          const model = fit(matrix, { shrinkage, minStars })
          for (let item = 0; item < 6; item++) {
            const found = new Map(model.similar?.(item, 6).map((near) => [near.item, near.score]))
            for (let other = 0; other < 6; other++) {
              const expected = other === item ? 0 : similarityByDefinition(matrix, item, other, shrinkage, minStars)
              expect(found.get(other) ?? 0).toBeCloseTo(expected, 5)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('only the k nearest of a film have a say, best first, ties going to the earlier film', () => {
    const matrix = twoTastes(3, 40, 12)
    const near = (k: number) => fit(matrix, { k }).similar?.(4, 12) ?? []
    expect(near(3)).toEqual(near(11).slice(0, 3))
    const scores = near(11).map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const twins = fit(crowdOf([[10, 10, 10, 10]]), { k: 2 }).similar?.(3, 9) ?? []
    expect(twins.map(({ item }) => item)).toEqual([0, 1])
  })

  test('the reasons are films that were rated, and their amounts add up to the score', () => {
    const matrix = twoTastes(5, 60, 14)
    const model = fit(matrix)
    for (const user of [0, 1, 2]) {
      const profile = matrix.ratingsOf(user)
      const weights = preferenceWeights(profile.stars)
      const scores = model.score(profile)
      for (let item = 0; item < matrix.nItems; item++) {
        const reasons = model.explain?.(profile, item) ?? []
        expect(reasons.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 5)
        for (const reason of reasons)
          if (reason.kind === 'rated-item')
            expect(Math.sign(reason.amount)).toBe(Math.sign(weights[profile.items.indexOf(reason.item)]))
          else expect.unreachable('a reason that is no rated film')
      }
    }
  })

  test('nobody rated anything, and nothing is known of anyone', () => {
    const scores = fit(crowdOf([[0, 0, 0]])).score(createRatingVector([[1, 5]]))
    expect([...scores]).toEqual([-Infinity, -Infinity, -Infinity])
  })

  test('it reports progress up to the end and stops when it is told to', () => {
    const stopping = new AbortController()
    const seen: number[] = []
    const data = { ratings: twoTastes(1, 50, 300), texts: [] }
    const config = itemKnnModel.parseConfig({})
    itemKnnModel.fit(data, config, { seed: 1, onProgress: (fraction) => seen.push(fraction) })
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)).toBe(1)
    const stop = () => stopping.abort(new Error('told to stop'))
    expect(() => itemKnnModel.fit(data, config, { seed: 1, onProgress: stop, signal: stopping.signal })).toThrow(
      'told to stop',
    )
  })

  test('a saved model whose rows lead nowhere is refused', () => {
    const data = { ratings: twoTastes(1, 20, 6), texts: [] }
    const config = itemKnnModel.parseConfig({})
    const state = itemKnnModel.fit(data, config, { seed: 1 }).save()
    const indices = Int32Array.from({ length: state.arrays.indices.length }, () => 6)
    expect(() => itemKnnModel.load({ ...state, arrays: { ...state.arrays, indices } }, data, config)).toThrow(
      'contradicts itself',
    )
  })
})
