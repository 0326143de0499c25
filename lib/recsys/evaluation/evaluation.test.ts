// Evaluation as a whole: models whose figures are known before they are measured.
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import type { RatingTable } from '../data/splits/rating-table'
import { popularityModel } from '../models/popularity'
import { userKnnModel } from '../models/user-knn'
import type { FittedModel, ItemText, ModelDefinition, RatingVector } from '../models/contract'
import { compareOnMetric } from './compare'
import { evaluate, type Evaluation } from './evaluate'
import type { ObservedRanking } from './observe'
import { planProtocol, planPublished, protocols, requireProtocol, type Plan } from './protocols'
import { Ranker, sampleNegatives } from './rank'

const N_USERS = 40
const N_ITEMS = 60

/** Even people like even films and dislike odd ones; one after the other, a second apart. */
function twoCamps(seed = 1): RatingTable {
  const random = createRandom(seed)
  const rows: [number, number, number, number][] = []
  for (let user = 0; user < N_USERS; user++)
    for (let item = 0; item < N_ITEMS; item++)
      if (random.next() < 0.6) rows.push([user + 1, item, user % 2 === item % 2 ? 10 : 2, rows.length])
  random.shuffle(rows)
  return {
    userId: Int32Array.from(rows, ([user]) => user),
    movieId: Int32Array.from(rows, ([, item]) => item),
    halfStars: Uint8Array.from(rows, ([, , halfStars]) => halfStars),
    ratedAt: Int32Array.from(rows, (_, i) => i),
  }
}

const itemIds = Int32Array.from({ length: N_ITEMS }, (_, item) => item)
const texts: ItemText[] = Array.from(itemIds, (item) => ({
  title: '',
  overview: '',
  genres: [item % 2 ? 'Romance' : 'Crime'],
  keywords: [],
  tags: [],
  directors: [],
  cast: [],
}))

/** A model that only scores, made of one function. */
function scoring(name: string, score: (ratings: RatingVector) => Float32Array, more: Partial<FittedModel> = {}) {
  const definition: ModelDefinition = {
    ...popularityModel,
    name,
    parseConfig: () => ({}),
    fit: () => ({ nItems: N_ITEMS, score, save: () => ({ arrays: {}, meta: {} }), ...more }),
    load: () => {
      throw new Error('never loaded')
    },
  }
  return definition
}

/** Knows the camp of a person by the first film they liked. */
const clairvoyant = scoring('clairvoyant', ({ items, stars }) => {
  const camp = items[stars.indexOf(5)] % 2
  return Float32Array.from(itemIds, (item) => (item % 2 === camp ? 1 : 0))
})
const silent = scoring('silent', () => new Float32Array(N_ITEMS).fill(-Infinity))
const constant = scoring('constant', () => new Float32Array(N_ITEMS))

const run = (definition: ModelDefinition, plan: Plan, onRanking?: (ranking: ObservedRanking) => void) =>
  evaluate(
    { plan, itemIds, texts, definition, config: definition.parseConfig({}), ks: [5, 10], seed: 3 },
    { onRanking },
  )

const strong = planProtocol('strong', twoCamps(), { seed: 2, testUsers: 10 })
const value = ({ metrics }: Evaluation, name: string) => metrics[name].value

describe('figures known beforehand', () => {
  test('who puts everything relevant on top and nothing else has a perfect NDCG', async () => {
    const hidden = new Map<string, number>()
    const { table, splits } = strong
    for (const position of splits[0].heldOut) hidden.set(`${table.userId[position]}/${table.movieId[position]}`, 1)
    const byKnown = new Map<string, number>()
    for (const position of splits[0].foldIn) {
      const user = table.userId[position]
      byKnown.set(
        String(
          [...splits[0].foldIn]
            .filter((p) => table.userId[p] === user)
            .map((p) => table.movieId[p])
            .sort((a, b) => a - b),
        ),
        user,
      )
    }
    const oracle = scoring('oracle', ({ items }) => {
      const user = byKnown.get(String([...items]))
      return Float32Array.from(itemIds, (item) => hidden.get(`${user}/${item}`) ?? 0)
    })
    const result = await run(oracle, strong)
    expect(result.metrics['NDCG@10']).toEqual({ value: 1, low: 1, high: 1 })
    expect(value(result, 'CappedRecall@5')).toBe(1)
    expect(result.people).toEqual({ ranked: 10, withoutProfile: 0, withoutRelevant: 0 })
  })

  test('a model that scores nothing gets 0 for accuracy, and covers nothing', async () => {
    const result = await run(silent, strong)
    for (const name of ['NDCG@10', 'Recall@10', 'Precision@10', 'MAP@10', 'HR@10', 'MRR@10', 'Coverage@10'])
      expect(value(result, name)).toBe(0)
    expect(result.metrics['Novelty@10']).toBeUndefined()
  })

  test('a model that knows nothing does about as well as chance', async () => {
    const result = await run(constant, planProtocol('random', twoCamps(), { seed: 6 }))
    const chance = value(result, 'NDCG@10 (chance)')
    expect(value(result, 'NDCG@10')).toBeGreaterThan(chance * 0.7)
    expect(value(result, 'NDCG@10')).toBeLessThan(chance * 1.4)
  })

  test('who knows the camps lists one genre only, and beats who knows nothing', async () => {
    const [camps, nothing] = [await run(clairvoyant, strong), await run(constant, strong)]
    expect(value(camps, 'Diversity@10')).toBe(0)
    expect(value(camps, 'NDCG@10')).toBeGreaterThan(value(nothing, 'NDCG@10') * 1.4)
  })

  test('nobody is shown what they have rated, and every list is as long as asked', async () => {
    const known = new Map<number, Set<number>>()
    const { table, splits } = strong
    for (const position of splits[0].foldIn)
      known.set(table.userId[position], (known.get(table.userId[position]) ?? new Set()).add(table.movieId[position]))
    const lists: ObservedRanking[] = []
    await run(constant, strong, (ranking) => lists.push(ranking))
    expect(lists).toHaveLength(10)
    for (const { userId, items } of lists) {
      expect(items).toHaveLength(10)
      expect(items.some((item) => known.get(userId)?.has(item))).toBe(false)
    }
  })

  test('a model that reads times is asked for the moment of each hidden rating', async () => {
    const table = twoCamps()
    const givenAt = new Map(Array.from(table.ratedAt ?? [], (at, i) => [at, table.halfStars[i] / 2]))
    const witness = scoring('witness', () => new Float32Array(N_ITEMS), {
      predict: () => 1,
      predictAt: (_, items, times) => Float64Array.from(items, (_, j) => givenAt.get(times[j]) ?? Number.NaN),
    })
    expect(value(await run(witness, planProtocol('random', table, { seed: 1 })), 'RMSE')).toBe(0)
    const timeless = { ...table, ratedAt: undefined }
    expect(value(await run(witness, planProtocol('random', timeless, { seed: 1 })), 'RMSE')).toBeGreaterThan(2)
  })

  test('stars predicted half a star too high give RMSE and MAE of a half, those not predicted the own mean', async () => {
    const plan = planProtocol('random', { ...twoCamps(), halfStars: twoCamps().halfStars.map(() => 8) }, { seed: 1 })
    const high = scoring('high', () => new Float32Array(N_ITEMS), {
      predict: (_, item) => (item % 2 ? 4.5 : undefined),
    })
    const result = await run(high, plan)
    expect(value(result, 'RMSE (predicted)')).toBeCloseTo(0.5, 12)
    expect(value(result, 'MAE (predicted)')).toBeCloseTo(0.5, 12)
    const share = value(result, 'PredictedShare')
    expect(share).toBeGreaterThan(0.3)
    expect(value(result, 'RMSE')).toBeCloseTo(Math.sqrt(0.25 * share), 12)
    expect(value(result, 'MAE')).toBeCloseTo(0.5 * share, 12)
    expect(result.metrics).not.toHaveProperty('IntervalCoverage')
  })

  test('of intervals it says how many ratings lie inside, ends included, and how wide they are', async () => {
    const plan = planProtocol('random', twoCamps(), { seed: 1 })
    const wide = scoring('wide', () => new Float32Array(N_ITEMS), {
      predict: () => 2,
      // Hidden stars are 1 or 5.
      predictInterval: (_, item) => (item < 20 ? undefined : { stars: 2, low: 1, high: item < 40 ? 3.5 : 5 }),
    })
    const result = await run(wide, plan)
    const { movieId, halfStars } = plan.table
    const asked = [...plan.splits[0].heldOut].filter((at) => movieId[at] >= 20)
    const inside = asked.filter((at) => halfStars[at] === 2 || movieId[at] >= 40)
    expect(value(result, 'IntervalCoverage')).toBeCloseTo(inside.length / asked.length, 12)
    const widths = asked.reduce((sum, at) => sum + (movieId[at] < 40 ? 2.5 : 4), 0)
    expect(value(result, 'IntervalWidth')).toBeCloseTo(widths / asked.length, 12)
  })
})

describe('protocols', () => {
  test.each(protocols)('%s runs real models, twice with the same outcome', async (protocol) => {
    const plan = planProtocol(protocol, twoCamps(), { seed: 5 })
    const [first, again] = [await run(userKnnModel, plan), await run(userKnnModel, plan)]
    expect(again.metrics).toEqual(first.metrics)
    expect(first.people.ranked).toBeGreaterThan(0)
    for (const { value: figure, low, high } of Object.values(first.metrics)) {
      if (Number.isNaN(figure) || low === null || high === null) continue
      expect(low).toBeLessThanOrEqual(figure + 1e-9)
      expect(high).toBeGreaterThanOrEqual(figure - 1e-9)
    }
  })

  test.each(['strong', 'kfold'] as const)(
    'in %s every figure has its interval, Coverage and Gini too',
    async (protocol) => {
      const { metrics } = await run(userKnnModel, planProtocol(protocol, twoCamps(), { seed: 5 }))
      expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['NDCG@5', 'Coverage@5', 'Gini@5', 'Diversity@5']))
      expect(Object.entries(metrics).filter(([, { low, high }]) => low === null || high === null)).toEqual([])
    },
  )

  test('only the latest rating is judged against sampled negatives, and the names say so', async () => {
    const latest = await run(clairvoyant, planProtocol('latest', twoCamps(), { seed: 1, sampledNegatives: 20 }))
    const names = Object.keys(latest.metrics)
    expect(names).toContain('HR@10 (20 sampled)')
    expect(names).toContain('HR@10')
    expect(value(latest, 'HR@10 (20 sampled)')).toBeGreaterThan(value(latest, 'HR@10'))
    const others = await run(clairvoyant, planProtocol('random', twoCamps(), { seed: 1 }))
    expect(Object.keys(others.metrics).filter((name) => name.includes('sampled'))).toEqual([])
  })

  test('only cold items are ranked where they are the question, and popularity knows none of them', async () => {
    const plan = planProtocol('cold-items', twoCamps(), { seed: 1 })
    const cold = new Set(plan.splits[0].candidates)
    const lists: ObservedRanking[] = []
    await run(constant, plan, (ranking) => lists.push(ranking))
    expect(lists.every(({ items }) => items.every((item) => cold.has(item)))).toBe(true)
    expect(value(await run(popularityModel, plan), 'NDCG@10')).toBe(0)
  })

  test('k folds judge every rating once', async () => {
    const plan = planProtocol('kfold', twoCamps(), { seed: 1 })
    const result = await run(userKnnModel, plan)
    const judged = result.values.totals('errors: ratings').reduce((sum, count) => sum + count, 0)
    expect(judged).toBe(plan.table.userId.length)
  })

  test('an unknown protocol is refused with the names of those that there are', () => {
    expect(() => requireProtocol('leave-two-out')).toThrow('strong, latest, kfold, random, time, cold-items')
  })

  test('a published split is taken as it is', async () => {
    const part = (rows: number[][]): RatingTable => ({
      userId: Int32Array.from(rows, ([user]) => user),
      movieId: Int32Array.from(rows, ([, item]) => item),
      halfStars: new Uint8Array(rows.length).fill(10),
    })
    const train = part([
      [1, 0],
      [1, 2],
      [2, 2],
      [2, 4],
      [3, 2],
    ])
    const plan = planPublished({
      train,
      foldIn: part([[9, 0]]),
      heldOut: part([
        [9, 2],
        [9, 4],
      ]),
    })
    const count = { ...popularityModel, parseConfig: () => popularityModel.parseConfig({ rankBy: 'count' }) }
    const result = await run(count, plan)
    expect(value(result, 'NDCG@5')).toBe(1)
    expect(result.people.ranked).toBe(1)
  })

  test('a split in which nobody can be asked is an error, not a zero', async () => {
    const table = twoCamps()
    const plan = { ...strong, splits: [{ ...strong.splits[0], foldIn: new Int32Array(0) }], table: strong.table }
    expect(table.userId.length).toBeGreaterThan(0)
    await expect(run(constant, plan)).rejects.toThrow('Nobody in this split')
  })

  test('a cancelled evaluation stops', async () => {
    const input = { plan: strong, itemIds, texts, definition: constant, config: {}, ks: [5], seed: 1 }
    await expect(evaluate(input, { signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow('cancelled')
  })
})

describe('ranking', () => {
  test('equal scores are not ordered by row: over many seeds the first place goes around', () => {
    const firsts = new Set<number>()
    for (let seed = 0; seed < 40; seed++)
      firsts.add(new Ranker(8, seed).rank(new Float32Array(8), 3, () => true).indices[0])
    expect(firsts.size).toBeGreaterThan(5)
  })

  test('different scores are ordered by score, and items without one are not listed', () => {
    const scores = [0.5, Number.NaN, 2, -Infinity, 1]
    expect([...new Ranker(5, 1).rank(scores, 9, () => true).indices]).toEqual([2, 4, 0])
    expect([...new Ranker(5, 1).rank(scores, 9, (item) => item !== 4).indices]).toEqual([2, 0])
  })

  test('negatives are distinct, none is excluded, and they are the same again', () => {
    const pool = Int32Array.from({ length: 50 }, (_, item) => item)
    const options = { count: 20, isExcluded: (item: number) => item % 5 === 0, seed: 4, userId: 17 }
    const drawn = sampleNegatives(pool, options)
    expect(drawn.size).toBe(20)
    expect([...drawn].some((item) => item % 5 === 0)).toBe(false)
    expect(sampleNegatives(pool, options)).toEqual(drawn)
    expect(sampleNegatives(pool, { ...options, userId: 18 })).not.toEqual(drawn)
    expect(sampleNegatives(pool, { ...options, count: 99 }).size).toBe(40)
  })
})

describe('paired comparison', () => {
  test('finds who is ahead, on the same people, with the sign turned the other way round', async () => {
    const contenders = [
      { label: 'clairvoyant', values: (await run(clairvoyant, strong)).values },
      { label: 'silent', values: (await run(silent, strong)).values },
    ]
    const [pair] = compareOnMetric(contenders, 'NDCG@10', 1)
    expect(pair).toMatchObject({ a: 'clairvoyant', b: 'silent', people: 10, bAhead: 0 })
    expect(pair.low).toBeGreaterThan(0)
    expect(pair.p).toBeLessThan(0.05)
    const [turned] = compareOnMetric(contenders.toReversed(), 'NDCG@10', 1)
    expect(turned.difference).toBeCloseTo(-pair.difference, 12)
    expect(turned.p).toBeCloseTo(pair.p, 12)
  })

  test('a model against itself differs by nothing', async () => {
    const { values } = await run(clairvoyant, strong)
    const [pair] = compareOnMetric(
      [
        { label: 'a', values },
        { label: 'b', values },
      ],
      'NDCG@10',
      1,
    )
    expect(pair).toMatchObject({ difference: 0, low: 0, high: 0, p: 1, aAhead: 0, bAhead: 0 })
  })
})
