// Popularity: the contract, a case worked by hand, and what happens below the minimum.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topK } from '@/lib/math/top-k'
import { RatingMatrix } from '../../data/rating-matrix'
import { describeModelContract } from '../contract-suite'
import { popularityModel } from '.'

describeModelContract(popularityModel, {
  config: { minRatings: 2 },
  skipCheckerboard: 'popularity is the same for everyone, so it cannot tell the colours apart',
})

/** Rows are users, columns items; 0 is no rating, else half-stars. */
function crowd(table: readonly (readonly number[])[], nItems: number) {
  const triples = table.flatMap((row, user) =>
    row.flatMap((halfStars, item) => (halfStars > 0 ? [[user, item, halfStars]] : [])),
  )
  return {
    ratings: RatingMatrix.fromTriples(
      {
        userId: Int32Array.from(triples, ([user]) => user),
        movieId: Int32Array.from(triples, ([, item]) => item),
        halfStars: Uint8Array.from(triples, ([, , value]) => value),
      },
      Int32Array.from({ length: nItems }, (_, item) => item),
    ),
    texts: [],
  }
}

const anyone = { items: new Int32Array(0), stars: new Float32Array(0) }
const fit = (table: readonly (readonly number[])[], config: unknown, nItems = table[0].length) =>
  popularityModel.fit(crowd(table, nItems), popularityModel.parseConfig(config), { seed: 1 })

// Stars:  5 4 - -
//         5 2 1 -
//         - 3 - 5     mean of all seven: 25 / 7
const TABLE = [
  [10, 8, 0, 0],
  [10, 4, 2, 0],
  [0, 6, 0, 10],
]

describe('popularity', () => {
  test('three people and four films come out as worked by hand', () => {
    const scores = fit(TABLE, { priorWeight: 2, minRatings: 1 }).score(anyone)
    const c = 25 / 7
    const expected = [(10 + 2 * c) / 4, (9 + 2 * c) / 5, (1 + 2 * c) / 3, (5 + 2 * c) / 3]
    expected.forEach((score, item) => expect(scores[item]).toBeCloseTo(score, 6))
  })

  test('a film below the minimum ranks after all others, and still fills the page', () => {
    const scores = fit(TABLE, { priorWeight: 2, minRatings: 2 }).score(anyone)
    expect([...topK(scores, 4).indices]).toEqual([0, 1, 3, 2])
    expect(scores[3]).toBeLessThan(0)
  })

  test('the reason gives the plain mean, the count, and the score as its amount', () => {
    const model = fit(TABLE, { priorWeight: 2, minRatings: 1 })
    expect(model.explain?.(anyone, 1)).toEqual([{ kind: 'crowd', mean: 3, count: 3, amount: model.score(anyone)[1] }])
  })

  test('by count, the most rated come first, whatever they got, and unrated films have no score', () => {
    const scores = fit([...TABLE, [0, 0, 1, 0]], { rankBy: 'count' }, 5).score(anyone)
    expect([...scores]).toEqual([2, 3, 2, 1, -Infinity])
  })

  test('a crowd without ratings has no favourites', () => {
    expect([...fit([[0, 0]], {}).score(anyone)]).toEqual([-Infinity, -Infinity])
  })

  test('every score lies between the film mean and the crowd mean', () => {
    const tables = fc.array(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 4 }), { minLength: 1 })
    fc.assert(
      fc.property(tables, fc.integer({ min: 0, max: 50 }), (table, priorWeight) => {
        const all = table.flat().filter((value) => value > 0)
        const crowdMean = all.reduce((sum, value) => sum + value / 2, 0) / all.length
        const scores = fit(table, { priorWeight, minRatings: 1 }).score(anyone)
        for (let item = 0; item < 4; item++) {
          const own = table.map((row) => row[item]).filter((value) => value > 0)
          if (own.length === 0) {
            expect(scores[item]).toBe(-Infinity)
            continue
          }
          const mean = own.reduce((sum, value) => sum + value / 2, 0) / own.length
          expect(scores[item]).toBeGreaterThanOrEqual(Math.min(mean, crowdMean) - 1e-6)
          expect(scores[item]).toBeLessThanOrEqual(Math.max(mean, crowdMean) + 1e-6)
        }
      }),
    )
  })
})
