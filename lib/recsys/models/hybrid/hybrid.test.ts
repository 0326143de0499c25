// The blend: the contract of all models, and what is its own: weights, empty profiles, films without ratings, reasons.
import { describe, expect, test } from 'vitest'
import { topK } from '@/lib/math/top-k'
import { RatingMatrix } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import type { ItemText, RatingVector, TrainingData } from '../contract'
import { describeModelContract } from '../contract-suite'
import { popularityModel } from '../popularity'
import { twoTastes } from '../test-crowd'
import { hybridModel } from '.'
import { PLAIN_COLD_RULE } from './cold-items'
import { readFeatures } from './item-features'
import { withoutSilent } from './learn'
import { Hybrid } from './model'
import { requirePart } from './parts'
import { holdOutPeople } from './validation'

const parts = {
  ease: { regularization: 20 },
  'item-knn': {},
  content: { crowdWeight: 0 },
  svd: { factors: 4, epochs: 60, foldInPrior: 1 },
  popularity: { rankBy: 'count' },
}

describeModelContract(hybridModel, { config: { parts } })

const N_ITEMS = 40
const COLD = [36, 37, 38, 39]
const EMPTY: RatingVector = { items: new Int32Array(0), stars: new Float32Array(0) }

/** Two tastes over films of two genres; the last four have a genre and no ratings. */
function crowd(seed = 1): TrainingData {
  const full = twoTastes(seed, 160, N_ITEMS - COLD.length)
  const { userIds, rows } = full
  const ratings = new RatingMatrix(
    userIds,
    Int32Array.from({ length: N_ITEMS }, (_, item) => item),
    rows,
  )
  return { ratings, texts: Array.from({ length: N_ITEMS }, (_, item) => textOf(item)) }
}

function textOf(item: number): ItemText {
  return {
    title: '',
    overview: '',
    genres: [item % 2 ? 'Romance' : 'Crime'],
    keywords: [`theme ${item % 3}`],
    tags: [],
    directors: [],
    cast: [],
    year: 1990 + (item % 7),
  }
}

const fit = (config: object = { parts }, data = crowd()) =>
  hybridModel.fit(data, hybridModel.parseConfig(config), { seed: 5 }) as Hybrid

const lover = (colour: number) =>
  createRatingVector([
    [colour, 5],
    [colour + 2, 5],
    [colour + 4, 4.5],
    [1 - colour, 1],
    [colour + 6, 5],
    [3 - colour, 1.5],
  ])

describe('the hybrid', () => {
  test('needs times where one of its parts does, keeps them by their ratings, and foretells moments as its stars do', () => {
    const needs = (more: object) =>
      hybridModel.needsTimes?.(hybridModel.parseConfig({ parts: { ...parts, ...more } })) ?? false
    expect([{}, { 'implicit-als': { recencyWeight: 3 } }, { svd: { timeBins: 2 } }].map(needs)).toEqual([
      false,
      true,
      true,
    ])
    const { ratings, texts } = crowd()
    const timeOf = (item: number) => 1_000 + item * 86_400
    const ratedAt = ratings.rows.indices.map(timeOf)
    const timed = new RatingMatrix(ratings.userIds, ratings.itemIds, { ...ratings.rows, ratedAt })
    for (const { train, people } of holdOutPeople(timed, { people: 20, seed: 1 })) {
      expect(train.rows.ratedAt).toEqual(train.rows.indices.map(timeOf))
      for (const part of people.flatMap(({ known, hidden }) => [known, hidden]))
        expect(part.ratedAt).toEqual(part.items.map(timeOf))
    }
    const { svd, popularity } = parts
    const model = fit({ parts: { svd: { ...svd, timeBins: 2 }, popularity } }, { ratings: timed, texts })
    const [profile, items] = [timed.ratingsOf(3), Int32Array.of(1, 2)]
    const foretold = model.predictAt?.(profile, items, Int32Array.of(1_000, timeOf(30)))
    expect(foretold?.length).toBe(2)
    expect(foretold?.every((stars) => stars >= 0.5 && stars <= 5)).toBe(true)
    expect(fit().predictAt).toBeUndefined()
  })

  test('shows weights that are not negative and add up to one', () => {
    const weights = Object.values(fit().perModelWeights)
    expect(weights).toHaveLength(5)
    expect(weights.every((weight) => weight >= 0)).toBe(true)
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
  })

  test('does without parts that nothing asks for: every answer is that of all parts', () => {
    const data = crowd()
    const fitted = (['ease', 'svd', 'item-knn', 'content', 'popularity'] as const).map((name) => {
      const definition = requirePart(name)
      return { name, model: definition.fit(data, definition.parseConfig(parts[name]), { seed: 5 }) }
    })
    const knots = [
      { size: 0, weights: [0, 0, 0, 0, 1] },
      { size: 6, weights: [0.7, 0, 0, 0, 0.3] },
    ]
    const learned = { knots, starsPart: 'svd', cold: PLAIN_COLD_RULE, silent: [] }
    const less = withoutSilent(
      learned,
      fitted.map(({ name }) => name),
      ['content'],
    )
    expect(less.silent).toEqual(['item-knn'])
    const cold = { items: Int32Array.from(COLD), features: readFeatures(data, 500) }
    const all = new Hybrid(fitted, learned, cold)
    const some = new Hybrid(
      fitted.filter(({ name }) => name !== 'item-knn'),
      less,
      cold,
    )
    expect(some.perModelWeights).toEqual(all.perModelWeights)
    for (const ratings of [EMPTY, lover(0), lover(1)]) {
      expect(some.score(ratings)).toEqual(all.score(ratings))
      expect(some.explain(ratings, 8)).toEqual(all.explain(ratings, 8))
      expect(some.explain(ratings, 38)).toEqual(all.explain(ratings, 38))
      expect(some.predictAll?.(ratings)).toEqual(all.predictAll?.(ratings))
    }
  })

  test('asks no part that has no weight for a profile of its size', () => {
    const data = crowd()
    const model = popularityModel.fit(data, popularityModel.parseConfig({}), { seed: 1 })
    const asked: string[] = []
    const watched = ['ease', 'popularity'].map((name) => ({
      name,
      model: {
        nItems: N_ITEMS,
        save: () => model.save(),
        score: (told: RatingVector) => (asked.push(name), model.score(told)),
      },
    }))
    const knots = [
      { size: 0, weights: [0, 1] },
      { size: 6, weights: [1, 0] },
    ]
    const learned = { knots, starsPart: null, cold: PLAIN_COLD_RULE, silent: [] }
    const blend = new Hybrid(watched, learned, { items: new Int32Array(0), features: readFeatures(data, 500) })
    blend.score(EMPTY)
    expect(asked).toEqual(['popularity'])
    blend.score(lover(0))
    expect(asked).toEqual(['popularity', 'ease'])
  })

  test('gives weight to who knows tastes, hardly any to who knows only crowds', () => {
    const { perModelWeights } = fit()
    expect(perModelWeights.popularity).toBeLessThan(0.3)
  })

  test('ranks by popularity for somebody without ratings', () => {
    const data = crowd()
    const popularity = popularityModel.fit(data, popularityModel.parseConfig({ rankBy: 'count' }), { seed: 1 })
    const rated = (item: number) => !COLD.includes(item)
    expect([...topK(fit().score(EMPTY), 10, rated).indices]).toEqual([...topK(popularity.score(EMPTY), 10).indices])
  })

  test('ranks a film that nobody has rated by what it is', () => {
    const model = fit()
    for (const colour of [0, 1]) {
      const scores = model.score(lover(colour))
      const best = topK(scores, 2, (item) => COLD.includes(item)).indices
      expect([...best].map((item) => item % 2)).toEqual([colour, colour])
    }
  })

  test('leaves films without ratings out where no features are wanted and content has no weight', () => {
    const model = fit({ parts: { ease: parts.ease, popularity: {} }, maxFeatures: 0 })
    expect(COLD.map((item) => model.score(lover(0))[item])).toEqual(COLD.map(() => -Infinity))
  })

  test.each([
    ['a rated film', 8, 'rated-item'],
    ['a film without ratings', 38, 'model'],
  ])('explains the place of %s in amounts that add up to the score', (_, item, shown) => {
    const model = fit()
    const reasons = model.explain(lover(0), item)
    const sum = reasons.reduce((total, { amount }) => total + amount, 0)
    expect(sum).toBeCloseTo(model.score(lover(0))[item], 4)
    expect(reasons.some(({ kind }) => kind === shown)).toBe(true)
    const rated = reasons.flatMap((reason) => (reason.kind === 'rated-item' ? [reason.item] : []))
    expect(new Set(rated).size).toBe(rated.length)
  })

  test('predicts stars by the part that does', () => {
    const model = fit()
    expect(model.predict?.(lover(0), 8)).toBeGreaterThan(model.predict?.(lover(0), 9) ?? 5)
    expect(fit({ parts: { ease: {}, popularity: {} } }).predict).toBeUndefined()
  })

  test('learns from nobody whom it will be asked about: too few people give equal weights', () => {
    const { perModelWeights } = fit({ parts, minValidationPeople: 1000 })
    expect(perModelWeights).toEqual({ ease: 0.25, 'item-knn': 0.25, content: 0.25, svd: 0.25, popularity: 0 })
  })

  test('refuses a part that is no model, a broken config of a part, and a blend without popularity', () => {
    const invalid = expect.objectContaining({ code: 'invalid' })
    expect(() => hybridModel.parseConfig({ parts: { hybrid: {}, popularity: {} } })).toThrow(invalid)
    expect(() => hybridModel.parseConfig({ parts: { ease: { regularization: -1 }, popularity: {} } })).toThrow(invalid)
    expect(() => hybridModel.parseConfig({ parts: { ease: {} } })).toThrow('popularity')
  })
})
