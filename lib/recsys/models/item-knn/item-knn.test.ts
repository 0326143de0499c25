// Item-kNN: the contract, a case worked by hand, the formula and the slow search beside it, and reasons that add up.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { selectLikes } from '../likes'
import { interestWeights } from '../preferences'
import { crowdOf, twoTastes } from '../test-crowd'
import { itemKnnModel } from '.'
import { neighboursByDefinition } from './by-definition'
import type { ItemKnnConfig } from './config'
import { findNeighbours, weighLikes, worthwhileThreads } from './neighbours'

describeModelContract(itemKnnModel, { config: { k: 8, shrinkage: 0 } })

const fit = (ratings: RatingMatrix, config: unknown = {}) =>
  itemKnnModel.fit({ ratings, texts: [] }, itemKnnModel.parseConfig(config), { seed: 1, threads: 1 })

/** Cosine with shrinkage, straight from the formula. */
function similarityByFormula(matrix: RatingMatrix, a: number, b: number, config: ItemKnnConfig) {
  const liked = Array.from({ length: matrix.nUsers }, (_, user) => {
    const { items, stars } = matrix.ratingsOf(user)
    return new Set(items.filter((_, j) => stars[j] >= config.minStars))
  })
  const weight = (films: Set<number>) => films.size ** -config.activityPower
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const likers = (item: number) => sum(liked.filter((films) => films.has(item)).map(weight))
  const both = sum(liked.filter((films) => films.has(a) && films.has(b)).map(weight))
  const all = liked.flatMap((films) => [...films].map(() => weight(films)))
  const mean = sum(all) / all.length
  return both === 0 ? 0 : both / (Math.sqrt(likers(a) * likers(b)) + config.shrinkage * mean)
}

describe('item-knn', () => {
  test('three people and four films come out as worked by hand', () => {
    // Likes:  x x - -      Films 0 and 1 share the first of three people, film 1 has one more; 2 and 3 share one, and nobody else.
    //         - x - -
    //         - - x x
    const model = fit(
      crowdOf([
        [10, 8, 0, 2],
        [0, 10, 0, 0],
        [0, 0, 10, 8],
      ]),
      { shrinkage: 0, activityPower: 0 },
    )
    const near = model.similar?.(0, 5) ?? []
    expect(near.map(({ item }) => item)).toEqual([1])
    expect(near[0].score).toBeCloseTo(1 / Math.sqrt(2), 6)
    const profile = createRatingVector([
      [0, 5],
      [2, 1],
    ])
    const scores = model.score(profile)
    const [loved, disliked] = interestWeights(profile.stars)
    expect(scores[1]).toBeCloseTo(loved / Math.sqrt(2), 6)
    expect(scores[3]).toBeCloseTo(disliked, 6)
    expect(disliked).toBeLessThan(0)
    expect(scores[0]).toBe(0)
  })

  test('stars are the baseline moved by what rated neighbours were given beyond theirs, as worked by hand', () => {
    const matrix = crowdOf(
      [
        [10, 8, 6, 0],
        [8, 8, 0, 0],
        [10, 0, 2, 0],
      ],
      5,
    )
    const priors = { itemBiasShrinkage: 1, userBiasShrinkage: 2, starsShrinkage: 0.5 }
    const model = fit(matrix, { shrinkage: 0, activityPower: 0, minStars: 0.5, ...priors })
    // Means: 26 stars in 7 ratings; films 14/3, 8/2 and 4/2 stars of 3, 2 and 2 ratings, each pulled to the mean by one more.
    const mean = 26 / 7
    const biases = [(14 - 3 * mean) / 4, (8 - 2 * mean) / 3, (4 - 2 * mean) / 3]
    const profile = createRatingVector([
      [1, 2],
      [2, 4.5],
      [4, 5],
    ])
    const residuals = [2 - mean - biases[1], 4.5 - mean - biases[2]]
    // The film that nobody rated tells nothing of how they rate.
    const level = (residuals[0] + residuals[1]) / (2 + 2)
    const similarities = [2 / Math.sqrt(3 * 2), 2 / Math.sqrt(3 * 2)]
    const moved = similarities.reduce((sum, similarity, j) => sum + similarity * (residuals[j] - level), 0)
    const expected = mean + level + biases[0] + moved / (0.5 + similarities[0] + similarities[1])
    expect(model.predict?.(profile, 0)).toBeCloseTo(expected, 5)
    // Nobody rated films 3 and 4; of somebody unknown the baseline is all there is.
    expect([3, 4].map((item) => model.predict?.(profile, item))).toEqual([undefined, undefined])
    expect(model.predict?.(createRatingVector([]), 2)).toBeCloseTo(mean + biases[2], 5)
  })

  test('tastes are told apart by stars, and stars stay on the scale', () => {
    const matrix = twoTastes(5, 80, 20)
    const model = fit(matrix, { shrinkage: 0, starsShrinkage: 0, itemBiasShrinkage: 0, userBiasShrinkage: 0 })
    const even = createRatingVector([0, 2, 4, 1, 3].map((item) => [item, item % 2 === 0 ? 5 : 0.5] as const))
    expect(model.predict?.(even, 6)).toBeGreaterThan(Number(model.predict?.(even, 7)) + 1)
    for (let item = 0; item < 20; item++) {
      const stars = Number(model.predict?.(even, item))
      expect(stars >= 0.5 && stars <= 5).toBe(true)
    }
  })

  test('somebody with many likes counts less for each pair', () => {
    // Two likes weigh ½ each with power 1: sim(0, 1) = ½ / √(½ · (½ + 1)).
    const model = fit(
      crowdOf([
        [10, 8],
        [0, 10],
      ]),
      { shrinkage: 0, activityPower: 1 },
    )
    expect(model.similar?.(0, 5)?.[0].score).toBeCloseTo(0.5 / Math.sqrt(0.75), 6)
  })

  test('agrees with the formula over dense columns', () => {
    const row = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 })), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(0, 1, 7.5),
        fc.constantFrom(0.5, 3.5),
        fc.constantFrom(0, 0.5, 1),
        (table, shrinkage, minStars, activityPower) => {
          const matrix = crowdOf(table)
          const config = itemKnnModel.parseConfig({ shrinkage, minStars, activityPower })
          const model = fit(matrix, config)
          for (let item = 0; item < 6; item++) {
            const found = new Map(model.similar?.(item, 6).map((near) => [near.item, near.score]))
            for (let other = 0; other < 6; other++) {
              const expected = other === item ? 0 : similarityByFormula(matrix, item, other, config)
              expect(found.get(other) ?? 0).toBeCloseTo(expected, 5)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test.each([1, 2, 5])('on %i threads the kernel finds, to the bit, what the slow search finds', (threads) => {
    const matrix = twoTastes(9, 150, 90)
    const config = itemKnnModel.parseConfig({ k: 7 })
    const found = findNeighbours(matrix, config, { threads, step: () => undefined })
    const likes = selectLikes(matrix, config.minStars, 90)
    const expected = neighboursByDefinition(likes, weighLikes(likes, config), config.k)
    likes.items.forEach((item, rank) => {
      const [start, end] = [found.indptr[item], found.indptr[item + 1]]
      expect(found.indices.subarray(start, end)).toEqual(expected[rank].indices.map((other) => likes.items[other]))
      expect(Array.from(found.similarities.subarray(start, end))).toEqual([...expected[rank].scores])
    })
  })

  test('threads are started for fifty million pairs of likes and more, and not for fewer', () => {
    const oneWhoLikes = (films: number) =>
      crowdOf([Array.from({ length: 12_000 }, (_, item) => (item < films ? 8 : item < 11_000 ? 2 : 0))])
    expect(worthwhileThreads(oneWhoLikes(10_000), 3.5, 4)).toBe(1)
    expect(worthwhileThreads(oneWhoLikes(10_001), 3.5, 4)).toBe(4)
    expect(worthwhileThreads(oneWhoLikes(10_001), 3.5)).toBeUndefined()
  })

  test('what is predicted for somebody does not depend on who was asked about before', () => {
    const matrix = twoTastes(4, 30, 12)
    const people = Array.from({ length: 30 }, (_, user) => matrix.ratingsOf(user))
    const asked = fit(matrix)
    const predictAll = (model: typeof asked, user: number) =>
      Array.from({ length: 12 }, (_, item) => model.predict?.(people[user], item))
    for (const user of [0, 1, 0, 7, 3, 1]) expect(predictAll(asked, user)).toEqual(predictAll(fit(matrix), user))
    const profile = { items: people[1].items.slice(), stars: people[1].stars.slice() }
    asked.predict?.(profile, 0)
    profile.stars[0] = 9
    expect(() => asked.predict?.(profile, 0)).toThrow('expected 0.5 to 5')
    profile.stars[0] = people[1].stars[0]
    expect(asked.predict?.(profile, 0)).toBe(fit(matrix).predict?.(people[1], 0))
  })

  test('only the k nearest of a film have a say, best first, ties going to the more popular film', () => {
    const matrix = twoTastes(3, 40, 12)
    const near = (k: number) => fit(matrix, { k }).similar?.(4, 12) ?? []
    expect(near(3)).toEqual(near(11).slice(0, 3))
    const scores = near(11).map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const twins = fit(crowdOf([[10, 10, 10, 10]]), { k: 2 }).similar?.(3, 9) ?? []
    expect(twins.map(({ item }) => item)).toEqual([0, 1])
    const popular = fit(
      crowdOf([
        [10, 0, 10, 10],
        [0, 0, 0, 10],
        [10, 0, 10, 0],
        [0, 8, 0, 0],
        [0, 0, 9, 0],
      ]),
      { k: 1, shrinkage: 0, activityPower: 0 },
    )
    expect(popular.similar?.(0, 1)?.map(({ item }) => item)).toEqual([2])
  })

  test('the reasons are films that were rated, and their amounts add up to the score', () => {
    const matrix = twoTastes(5, 60, 14)
    const model = fit(matrix)
    for (const user of [0, 1, 2]) {
      const profile = matrix.ratingsOf(user)
      const weights = interestWeights(profile.stars)
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
