// User-kNN: the contract, a case worked by hand, the slow reference beside it, and profiles that are hard to measure.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { interestWeights } from '../preferences'
import { userKnnModel } from '.'
import { userKnnByDefinition } from './by-definition'

describeModelContract(userKnnModel, { config: { k: 10, minSupport: 1 } })

/** Rows are users, columns items; 0 is no rating, else half-stars. Users get rows in order. */
function crowd(table: readonly (readonly number[])[], nItems = table[0].length): RatingMatrix {
  const triples = table.flatMap((row, user) =>
    row.flatMap((halfStars, item) => (halfStars > 0 ? [[user, item, halfStars]] : [])),
  )
  return RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(triples, ([user]) => user),
      movieId: Int32Array.from(triples, ([, item]) => item),
      halfStars: Uint8Array.from(triples, ([, , value]) => value),
    },
    Int32Array.from({ length: nItems }, (_, item) => item),
  )
}

const fit = (ratings: RatingMatrix, config: unknown = {}) =>
  userKnnModel.fit({ ratings, texts: [] }, userKnnModel.parseConfig(config), { seed: 1 })

const plain = { meanShrinkage: 0, minSupport: 1 }

/** What so many stars weigh. */
const w = (stars: number) => interestWeights(Float32Array.of(stars))[0]

// Stars:  5 1 - 4     mean 10/3
//         1 5 2 -     mean  8/3
//         4 2 5 1     mean  3
const TABLE = [
  [10, 2, 0, 8],
  [2, 10, 4, 0],
  [8, 4, 10, 2],
]

describe('user-knn', () => {
  test('three people and four films come out as worked by hand', () => {
    const profile = createRatingVector([
      [0, 5],
      [1, 1],
    ])
    const model = fit(crowd(TABLE), plain)
    const length = (...stars: number[]) => Math.hypot(...stars.map(w))
    const own = length(5, 1)
    // Person 1 gave one star to what the profile loves, and five to what it dislikes: opposed.
    const sim0 = (w(5) * w(5) + w(1) * w(1)) / (own * length(5, 1, 4))
    const sim2 = (w(5) * w(4) + w(1) * w(2)) / (own * length(4, 2, 5, 1))
    const found = model.neighbours?.(profile) ?? []
    expect(found.map(({ userIndex, common }) => [userIndex, common])).toEqual([
      [0, 2],
      [2, 2],
    ])
    expect(found[0].similarity).toBeCloseTo(sim0, 6)
    expect(found[1].similarity).toBeCloseTo(sim2, 6)
    const shares = (sim0 ** 2 * w(4) + sim2 ** 2 * w(1)) / (sim0 ** 2 + sim2 ** 2)
    expect(model.score(profile)[3]).toBeCloseTo(shares, 6)
    // Film 3: person 0 is 2/3 above their mean, person 2 two stars below. Film 2: person 2 alone, two above.
    expect(model.predict?.(profile, 3)).toBeCloseTo(3 + ((sim0 * 2) / 3 - sim2 * 2) / (sim0 + sim2), 5)
    expect(model.predict?.(profile, 2)).toBeCloseTo(5, 5)
    expect(model.explain?.(profile, 3)).toEqual([
      { kind: 'neighbours', loved: 1, rated: 2, neighbours: 2, amount: model.score(profile)[3] },
    ])
  })

  test('agrees with the definition written out over maps', () => {
    const row = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 })), { minLength: 6, maxLength: 6 })
    const config = fc.record({
      k: fc.integer({ min: 1, max: 14 }),
      shrinkage: fc.constantFrom(0, 2.5, 10),
      minSupport: fc.integer({ min: 1, max: 3 }),
      meanShrinkage: fc.constantFrom(0.3, 5),
      similarityPower: fc.constantFrom(0, 1, 2),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), row, config, (table, own, partial) => {
        const matrix = crowd(table)
        const profile = createRatingVector(own.flatMap((half, item) => (half > 0 ? [[item, half / 2] as const] : [])))
        const parsed = userKnnModel.parseConfig(partial)
        const model = fit(matrix, parsed)
        const expected = userKnnByDefinition(matrix, profile, parsed)
        // Bit for bit and in order: both add up the same products in the order of the films, however close to zero they cancel out.
        expect(model.neighbours?.(profile)).toEqual(expected.neighbours.map(({ isSelf: _, ...neighbour }) => neighbour))
        const scores = model.score(profile)
        const stars = model.predictAll?.(profile) ?? []
        expected.items.forEach((item, i) => {
          if (Number.isFinite(item.score)) expect(Math.abs(scores[i] - item.score)).toBeLessThan(1e-6)
          else expect(scores[i]).toBe(-Infinity)
          if (Number.isNaN(item.stars)) expect(stars[i]).toBeNaN()
          else expect(Math.abs(stars[i] - item.stars)).toBeLessThan(1e-5)
          const [reason] = model.explain?.(profile, i) ?? []
          if (item.rated === 0) expect(reason).toBeUndefined()
          else expect(reason).toMatchObject({ loved: item.loved, rated: item.rated })
        })
      }),
      { numRuns: 300 },
    )
  })

  test('nobody is their own neighbour, but a twin with one rating more is', () => {
    const matrix = crowd([
      [10, 2, 8, 0],
      [10, 2, 8, 9],
      [10, 4, 8, 0],
    ])
    const found = fit(matrix).neighbours?.(matrix.ratingsOf(0)) ?? []
    expect(found.map(({ userIndex }) => userIndex).sort()).toEqual([1, 2])
  })

  test('only the k nearest have a say, ties going to the earlier row', () => {
    const twins = crowd([
      [10, 2, 8, 0],
      [10, 2, 8, 0],
      [10, 2, 8, 0],
      [2, 10, 3, 9],
    ])
    const found =
      fit(twins, { k: 2 }).neighbours?.(
        createRatingVector([
          [0, 5],
          [1, 1],
        ]),
      ) ?? []
    expect(found.map(({ userIndex }) => userIndex)).toEqual([0, 1])
  })

  test('a film in common with somebody who rated many others counts less than two in common', () => {
    const matrix = crowd([
      [10, 0, 0, 10, 10, 10],
      [10, 10, 0, 10, 10, 0],
    ])
    const profile = createRatingVector([
      [0, 5],
      [1, 5],
      [2, 5],
    ])
    const found = fit(matrix).neighbours?.(profile) ?? []
    expect(found.map(({ userIndex, common }) => [userIndex, common])).toEqual([
      [1, 2],
      [0, 1],
    ])
    expect(found[0].similarity).toBeCloseTo(2 / Math.sqrt(3 * 4), 6)
    const shrunk = fit(matrix, { shrinkage: 2 }).neighbours?.(profile) ?? []
    expect(shrunk[0].similarity).toBeCloseTo(1 / Math.sqrt(3 * 4), 6)
  })

  test('one enthusiast does not beat the agreement of many', () => {
    const many = Array.from({ length: 6 }, () => [10, 2, 9, 0])
    const model = fit(crowd([...many, [10, 2, 0, 10]]), { minSupport: 1 })
    const scores = model.score(
      createRatingVector([
        [0, 5],
        [1, 1],
      ]),
    )
    expect(scores[2]).toBeGreaterThan(scores[3])
  })

  test('stars are predicted only with enough support, and never beyond the scale', () => {
    const matrix = crowd([
      [10, 2, 10, 0],
      [10, 2, 10, 10],
    ])
    const profile = createRatingVector([
      [0, 5],
      [1, 4.5],
    ])
    const model = fit(matrix, { minSupport: 2, meanShrinkage: 0.1 })
    expect(model.predict?.(profile, 2)).toBeLessThanOrEqual(5)
    expect(model.predict?.(profile, 3)).toBeUndefined()
    expect(model.predictAll?.(profile)[3]).toBeNaN()
  })
})

describe('user-knn with a profile that is hard to measure', () => {
  // People 0-2 love films 0-2, people 3-5 love films 3-5.
  const matrix = crowd([
    [10, 9, 10, 2, 3, 0],
    [9, 10, 10, 3, 0, 2],
    [10, 10, 0, 2, 2, 3],
    [2, 3, 0, 10, 9, 10],
    [3, 0, 2, 9, 10, 10],
    [0, 2, 3, 10, 10, 9],
  ])
  const model = fit(matrix, { minSupport: 1 })
  const bestFor = (pairs: [number, number][]) => {
    const scores = model.score(createRatingVector(pairs))
    return [...scores.keys()].filter((i) => pairs.every(([item]) => item !== i)).sort((a, b) => scores[b] - scores[a])
  }

  test('a single loved film leads to what its lovers love', () => {
    expect(
      bestFor([[0, 5]])
        .slice(0, 2)
        .sort(),
    ).toEqual([1, 2])
  })

  test('a single film at the average still counts as liked', () => {
    expect(
      bestFor([[0, 3.5]])
        .slice(0, 2)
        .sort(),
    ).toEqual([1, 2])
  })

  test('a single hated film leads away from it', () => {
    expect(
      bestFor([[0, 0.5]])
        .slice(0, 3)
        .sort(),
    ).toEqual([3, 4, 5])
  })

  test('ratings that are all equal count as liking all of them', () => {
    expect(
      bestFor([
        [3, 3],
        [4, 3],
      ])[0],
    ).toBe(5)
    expect(
      bestFor([
        [3, 4],
        [4, 4],
      ])[0],
    ).toBe(5)
  })

  test('somebody without ratings has no neighbours and no scores', () => {
    const nothing = createRatingVector([])
    expect(model.neighbours?.(nothing)).toEqual([])
    expect(model.score(nothing).every((score) => score === -Infinity)).toBe(true)
  })
})

describe('films that share an audience', () => {
  test('the counts are those of the lovers, and the score follows the formula', () => {
    // Lovers of film 0: people 0, 1, 2. Two of them love film 1, a third rated it; one loves film 2.
    const matrix = crowd([
      [10, 8, 0],
      [9, 10, 10],
      [8, 5, 0],
      [2, 0, 0],
      [0, 0, 9],
      [0, 0, 8],
    ])
    const model = fit(matrix, { minSupport: 2, audienceShrinkage: 1, liftPower: 0.5 })
    const [first, ...others] = model.similar?.(0, 5) ?? []
    expect(others).toEqual([])
    const base = 2 / 6
    expect(first.score).toBeCloseTo((2 + base) / 4 / Math.sqrt(base + 1 / 6), 6)
    expect(first.because).toEqual([{ kind: 'neighbours', loved: 2, rated: 3, neighbours: 3, amount: first.score }])
  })

  test('a blockbuster that everybody loves does not come before a film of this very audience', () => {
    const fans = Array.from({ length: 5 }, () => [10, 10, 10])
    const others = Array.from({ length: 15 }, () => [0, 0, 10])
    const found = fit(crowd([...fans, ...others])).similar?.(0, 5) ?? []
    expect(found.map(({ item }) => item)).toEqual([1])
  })

  test('a film with too few lovers has no audience to compare', () => {
    expect(
      fit(
        crowd([
          [10, 10],
          [10, 10],
        ]),
      ).similar?.(0, 5),
    ).toEqual([])
  })
})
