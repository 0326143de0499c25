// Splits: disjoint, complete, of the right size, the same for the same seed, whatever the ratings.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdOutItems, holdOutPeople } from './by-group'
import { holdOutLatest, holdOutRandom, splitByTime, splitIntoFolds } from './by-rating'
import {
  groupByUser,
  keepLastOfEachPair,
  keepRatingsAbove,
  keepUsersWithAtLeast,
  type RatingTable,
  type Split,
} from './rating-table'

type Row = readonly [userId: number, movieId: number, halfStars: number, ratedAt: number]

const toTable = (rows: readonly Row[]): RatingTable => ({
  userId: Int32Array.from(rows, ([userId]) => userId),
  movieId: Int32Array.from(rows, ([, movieId]) => movieId),
  halfStars: Uint8Array.from(rows, ([, , halfStars]) => halfStars),
  ratedAt: Int32Array.from(rows, ([, , , ratedAt]) => ratedAt),
})

const rowsOf = ({ userId, movieId, halfStars, ratedAt }: RatingTable): Row[] =>
  Array.from(userId, (user, i) => [user, movieId[i], halfStars[i], ratedAt?.[i] ?? 0])

const rowArbitrary = fc.tuple(
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 10, max: 30 }),
  fc.integer({ min: 1, max: 10 }),
  fc.integer({ min: 0, max: 40 }),
)
const tables = fc
  .array(rowArbitrary, { minLength: 10, maxLength: 120 })
  .map((rows) => keepLastOfEachPair(toTable(rows)))
const seeds = fc.integer({ min: 0, max: 1000 })

function groupBy<T>(values: readonly T[], keyOf: (value: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

const everyPosition = (table: RatingTable) => [...table.userId.keys()]
const ascending = (positions: Iterable<number>) => [...positions].sort((a, b) => a - b)

function expectSound(table: RatingTable, { train, foldIn, heldOut }: Split): void {
  for (const part of [train, foldIn, heldOut]) expect([...part]).toEqual(ascending(new Set(part)))
  const hidden = new Set(heldOut)
  expect([...train, ...foldIn].some((position) => hidden.has(position))).toBe(false)
  const asked = new Set([...heldOut].map((position) => table.userId[position]))
  expect([...foldIn].every((position) => asked.has(table.userId[position]))).toBe(true)
}

/** Train and held out are everything, and fold-in is all that training holds of those who are asked. */
function expectComplete(table: RatingTable, split: Split): void {
  expectSound(table, split)
  expect(ascending([...split.train, ...split.heldOut])).toEqual(everyPosition(table))
  const asked = new Set([...split.heldOut].map((position) => table.userId[position]))
  expect([...split.foldIn]).toEqual([...split.train].filter((position) => asked.has(table.userId[position])))
}

describe('tables', () => {
  test('of a pair that comes twice the last rating stays, the others keep their order', () => {
    const kept = keepLastOfEachPair(
      toTable([
        [1, 10, 3, 5],
        [2, 10, 4, 1],
        [1, 10, 8, 2],
        [1, 11, 6, 0],
      ]),
    )
    expect(rowsOf(kept)).toEqual([
      [2, 10, 4, 1],
      [1, 10, 8, 2],
      [1, 11, 6, 0],
    ])
  })

  test('above 3.5 stars means eight half-stars and more', () => {
    const kept = keepRatingsAbove(
      toTable([
        [1, 10, 7, 0],
        [1, 11, 8, 0],
        [1, 12, 10, 0],
      ]),
      3.5,
    )
    expect([...kept.halfStars]).toEqual([8, 10])
  })

  test('people with too few ratings go, the others stay whole', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 12 }), (table, least) => {
        const counts = groupBy(rowsOf(table), ([userId]) => userId)
        const expected = rowsOf(table).filter(([userId]) => (counts.get(userId)?.length ?? 0) >= least)
        expect(rowsOf(keepUsersWithAtLeast(table, least))).toEqual(expected)
      }),
    )
  })
})

describe('random hold-out', () => {
  test('is complete, of the size asked for, and the same for the same seed', () => {
    fc.assert(
      fc.property(tables, seeds, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (table, seed, share) => {
        const split = holdOutRandom(table, { share, seed })
        expectComplete(table, split)
        expect(split.heldOut).toHaveLength(Math.round(share * table.userId.length))
        expect(holdOutRandom(table, { share, seed })).toEqual(split)
      }),
    )
  })

  test('another seed hides other ratings', () => {
    const table = toTable(Array.from({ length: 60 }, (_, i) => [i % 6, i, 8, i]))
    expect(holdOutRandom(table, { share: 0.3, seed: 1 }).heldOut).not.toEqual(
      holdOutRandom(table, { share: 0.3, seed: 2 }).heldOut,
    )
  })

  test.each([0, 1, -0.1, Number.NaN])('a share of %s is refused', (share) => {
    expect(() => holdOutRandom(toTable([[1, 1, 8, 1]]), { share, seed: 1 })).toThrow('between 0 and 1')
  })
})

describe('k-fold', () => {
  test('hides every rating exactly once, in parts that differ by one at most', () => {
    fc.assert(
      fc.property(tables, seeds, fc.integer({ min: 2, max: 5 }), (table, seed, folds) => {
        fc.pre(table.userId.length >= folds)
        const splits = splitIntoFolds(table, { folds, seed })
        for (const split of splits) expectComplete(table, split)
        expect(ascending(splits.flatMap(({ heldOut }) => [...heldOut]))).toEqual(everyPosition(table))
        const sizes = splits.map(({ heldOut }) => heldOut.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('more folds than ratings, or a single one, are refused', () => {
    const two = toTable([
      [1, 1, 8, 1],
      [1, 2, 8, 1],
    ])
    expect(() => splitIntoFolds(two, { folds: 3, seed: 1 })).toThrow('2 to 2 folds')
    expect(() => splitIntoFolds(two, { folds: 1, seed: 1 })).toThrow('2 to 2 folds')
  })
})

describe('latest rating', () => {
  test('hides one rating of everyone with two or more: none of theirs is newer', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const split = holdOutLatest(table)
        expectComplete(table, split)
        const { userIds, indptr } = groupByUser(table)
        const several = [...userIds].filter((_, row) => indptr[row + 1] - indptr[row] >= 2)
        expect(ascending([...split.heldOut].map((position) => table.userId[position]))).toEqual(several)
        for (const hidden of split.heldOut)
          for (const known of split.foldIn)
            if (table.userId[known] === table.userId[hidden])
              expect(table.ratedAt![known]).toBeLessThanOrEqual(table.ratedAt![hidden])
      }),
    )
  })

  test('of ratings of the same second the last in the table is hidden', () => {
    expect([
      ...holdOutLatest(
        toTable([
          [1, 10, 8, 5],
          [1, 11, 8, 5],
          [1, 12, 8, 4],
        ]),
      ).heldOut,
    ]).toEqual([1])
  })

  test('without times it is refused', () => {
    const { ratedAt: _, ...timeless } = toTable([[1, 10, 8, 5]])
    expect(() => holdOutLatest(timeless)).toThrow('the data has none')
  })
})

describe('global time', () => {
  test('everything learnt is older than the buffer, everything hidden newer', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const spread = { ...table, ratedAt: table.ratedAt!.map((at, i) => at * 1000 + i) }
        const split = splitByTime(spread, { train: 0.7, test: 0.2 })
        expectSound(spread, split)
        const n = table.userId.length
        expect(split.train).toHaveLength(Math.round(0.7 * n))
        expect(split.heldOut).toHaveLength(n - Math.round(0.8 * n))
        const last = Math.max(...[...split.train].map((position) => spread.ratedAt[position]))
        const first = Math.min(...[...split.heldOut].map((position) => spread.ratedAt[position]))
        expect(last).toBeLessThan(first)
      }),
    )
  })

  test('ratings of the same second are never parted', () => {
    const table = toTable(Array.from({ length: 20 }, (_, i) => [1, i, 8, Math.floor(i / 4)]))
    const { train, heldOut } = splitByTime(table, { train: 0.7, test: 0.2 })
    const seconds = (positions: Int32Array) => new Set([...positions].map((position) => table.ratedAt![position]))
    expect(seconds(train)).toEqual(new Set([0, 1, 2]))
    expect(seconds(heldOut)).toEqual(new Set([4]))
  })

  test('ratings that all fall into one second cannot be split', () => {
    const table = toTable(Array.from({ length: 20 }, (_, i) => [1, i, 8, 7]))
    expect(() => splitByTime(table, { train: 0.7, test: 0.2 })).toThrow('too much alike')
  })
})

describe('strong generalisation', () => {
  test('people are learnt or asked, never both, and a fifth of each asked one is hidden', () => {
    fc.assert(
      fc.property(tables, seeds, fc.integer({ min: 1, max: 4 }), (table, seed, testUsers) => {
        const { userIds, indptr } = groupByUser(table)
        const counts = new Map([...userIds].map((userId, row) => [userId, indptr[row + 1] - indptr[row]]))
        fc.pre([...counts.values()].filter((count) => count >= 2).length > testUsers)
        const split = holdOutPeople(table, { testUsers, foldInShare: 0.8, seed })
        expectSound(table, split)
        expect(ascending([...split.train, ...split.foldIn, ...split.heldOut])).toEqual(everyPosition(table))
        const hidden = groupBy([...split.heldOut], (position) => table.userId[position])
        expect(hidden.size).toBe(testUsers)
        expect([...split.train].some((position) => hidden.has(table.userId[position]))).toBe(false)
        for (const [userId, positions] of hidden)
          expect(positions).toHaveLength(Math.max(1, Math.floor((counts.get(userId) ?? 0) / 5)))
        expect(holdOutPeople(table, { testUsers, foldInShare: 0.8, seed })).toEqual(split)
      }),
    )
  })

  test('somebody must be left to learn from', () => {
    const table = toTable([
      [1, 1, 8, 1],
      [1, 2, 8, 1],
      [2, 1, 8, 1],
      [2, 2, 8, 1],
    ])
    expect(() => holdOutPeople(table, { testUsers: 2, foldInShare: 0.8, seed: 1 })).toThrow('some must be left')
  })
})

describe('cold items', () => {
  test('an item loses all its ratings or none, and the cold ones are the candidates', () => {
    fc.assert(
      fc.property(tables, seeds, (table, seed) => {
        const nItems = new Set(table.movieId).size
        fc.pre(nItems >= 3)
        const split = holdOutItems(table, { share: 0.2, seed })
        expectComplete(table, split)
        expect(split.candidates).toHaveLength(Math.round(0.2 * nItems))
        const cold = new Set(split.candidates)
        expect([...split.heldOut].every((position) => cold.has(table.movieId[position]))).toBe(true)
        expect([...split.train].some((position) => cold.has(table.movieId[position]))).toBe(false)
      }),
    )
  })

  test('a catalogue of one film has no cold items to spare', () => {
    expect(() => holdOutItems(toTable([[1, 1, 8, 1]]), { share: 0.2, seed: 1 })).toThrow('Cannot hold out 0 of 1')
  })
})
