// The rating matrix: agrees with a map of maps, whatever the order and however often a pair comes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RatingMatrix } from './rating-matrix'

type Triple = [userId: number, movieId: number, halfStars: number]

const toColumns = (triples: readonly Triple[]) => ({
  userId: Int32Array.from(triples, ([user]) => user),
  movieId: Int32Array.from(triples, ([, movie]) => movie),
  halfStars: Uint8Array.from(triples, ([, , halfStars]) => halfStars),
})

const build = (triples: readonly Triple[], itemIds: readonly number[]) =>
  RatingMatrix.fromTriples(toColumns(triples), Int32Array.from(itemIds))

/** The slow, readable reference. */
function readable(triples: readonly Triple[]): [number, [number, number][]][] {
  const users = new Map<number, Map<number, number>>()
  for (const [user, movie, halfStars] of triples) {
    const ratings = users.get(user) ?? new Map<number, number>()
    ratings.set(movie, halfStars)
    users.set(user, ratings)
  }
  const ascending = <T>(a: [number, T], b: [number, T]) => a[0] - b[0]
  return [...users].sort(ascending).map(([user, ratings]) => [user, [...ratings].sort(ascending)])
}

function contents(matrix: RatingMatrix): [number, [number, number][]][] {
  return [...matrix.userIds].map((userId, row) => {
    const { items, stars } = matrix.ratingsOf(row)
    return [userId, [...items].map((item, i) => [matrix.itemIds[item], stars[i] * 2])]
  })
}

const catalogue = [1, 2, 3, 50, 51, 1_000, 2_000_000_000]
const userIdArbitrary = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(70_000, 2_147_483_647))
const triplesArbitrary = fc.array(
  fc.tuple(userIdArbitrary, fc.constantFrom(...catalogue), fc.integer({ min: 1, max: 10 })),
  { maxLength: 80 },
)

describe('RatingMatrix', () => {
  test('built from triples in any order it holds what a map of maps holds', () => {
    fc.assert(
      fc.property(
        triplesArbitrary,
        fc.shuffledSubarray(catalogue, { minLength: catalogue.length }),
        (triples, items) => {
          const matrix = build(triples, items)
          expect(contents(matrix)).toEqual(readable(triples))
          expect([...matrix.itemIds]).toEqual(catalogue)
        },
      ),
    )
  })

  test('its columns hold the same ratings as its rows, users ascending', () => {
    fc.assert(
      fc.property(triplesArbitrary, (triples) => {
        const matrix = build(triples, catalogue)
        const { indptr, indices, halfStars } = matrix.byItem()
        const fromColumns: Triple[] = []
        for (let item = 0; item < matrix.nItems; item++)
          for (let i = indptr[item]; i < indptr[item + 1]; i++) {
            if (i > indptr[item]) expect(indices[i]).toBeGreaterThan(indices[i - 1])
            fromColumns.push([matrix.userIds[indices[i]], matrix.itemIds[item], halfStars[i]])
          }
        expect(readable(fromColumns)).toEqual(readable(triples))
      }),
    )
  })

  test('the last rating of a pair wins', () => {
    const matrix = build(
      [
        [7, 1, 2],
        [7, 2, 5],
        [7, 1, 9],
        [7, 1, 4],
      ],
      [2, 1],
    )
    expect(contents(matrix)).toEqual([
      [
        7,
        [
          [1, 4],
          [2, 5],
        ],
      ],
    ])
    expect(matrix.nRatings).toBe(2)
  })

  test('times stay with their ratings, and only rows have them', () => {
    const rows: [number, number, number, number][] = [
      [7, 50, 2, 11],
      [3, 1, 4, 12],
      [7, 1, 6, 13],
      [7, 50, 8, 14],
    ]
    const columns = toColumns(rows.map(([user, movie, value]) => [user, movie, value]))
    const matrix = RatingMatrix.fromTriples(
      { ...columns, ratedAt: Int32Array.from(rows, ([, , , at]) => at) },
      Int32Array.from(catalogue),
    )
    expect([0, 1].map((row) => matrix.ratingsOf(row).ratedAt)).toEqual([Int32Array.of(12), Int32Array.of(13, 14)])
    expect(matrix.byItem().ratedAt).toBeUndefined()
    expect(matrix.withoutTimes().ratingsOf(1)).toEqual({
      items: matrix.ratingsOf(1).items,
      stars: Float32Array.of(3, 4),
    })
    expect(build([[1, 1, 5]], catalogue).ratingsOf(0)).not.toHaveProperty('ratedAt')
    expect(() => RatingMatrix.fromTriples({ ...columns, ratedAt: Int32Array.of(1) }, Int32Array.of(1, 50))).toThrow(
      '1 times',
    )
  })

  test('a movie without ratings keeps its column', () => {
    const matrix = build([[1, 30, 8]], [30, 10, 20])
    expect(matrix.nItems).toBe(3)
    expect([...matrix.byItem().indptr]).toEqual([0, 0, 0, 1])
  })

  test('external ids lead to rows and columns, unknown ones to -1', () => {
    const matrix = build(
      [
        [5, 10, 8],
        [9, 20, 6],
      ],
      [10, 20],
    )
    expect([matrix.userIndexOf(9), matrix.userIndexOf(6)]).toEqual([1, -1])
    expect([matrix.itemIndexOf(10), matrix.itemIndexOf(15)]).toEqual([0, -1])
  })

  test('nothing at all is a matrix too', () => {
    const matrix = build([], [])
    expect([matrix.nUsers, matrix.nItems, matrix.nRatings]).toEqual([0, 0, 0])
  })

  test('a rating of a movie that the catalogue lacks is refused by name', () => {
    expect(() => build([[1, 99, 5]], [1, 2])).toThrow('Rating of movie 99, which is not in the catalogue.')
  })

  test('a value outside one to ten half-stars, a movie listed twice and uneven columns are refused', () => {
    expect(() => build([[1, 1, 11]], [1])).toThrow('11 half-stars')
    expect(() => build([[1, 1, 0]], [1])).toThrow('0 half-stars')
    expect(() => build([], [4, 4])).toThrow('more than once')
    const uneven = { ...toColumns([[1, 1, 5]]), halfStars: new Uint8Array(0) }
    expect(() => RatingMatrix.fromTriples(uneven, Int32Array.of(1))).toThrow('as many of each')
  })
})
