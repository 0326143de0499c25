// The contract in tests: what every model keeps, run from each model's own test file.
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import { topK } from '@/lib/math/top-k'
import { RatingMatrix } from '../data/rating-matrix'
import { createRatingVector } from '../data/rating-vector'
import type {
  CurvePoint,
  FittedModel,
  ItemText,
  ModelDefinition,
  ModelState,
  RatingVector,
  TagGenome,
  TrainingData,
} from './contract'

interface Options {
  /** Hyper-parameters that suit a crowd of twenty. */
  config?: unknown
  /** Why this model cannot pass the checkerboard, where it cannot. */
  skipCheckerboard?: string
}

const N_USERS = 20
const N_ITEMS = 16
/** In the catalogue, but without text and without ratings. */
const UNSEEN = N_ITEMS
const EMPTY: RatingVector = { items: new Int32Array(0), stars: new Float32Array(0) }

/** Runs the contract against one model. */
export function describeModelContract<T>(definition: ModelDefinition<T>, options: Options = {}): void {
  const config = definition.parseConfig(options.config)
  const fit = (data: TrainingData, seed = 1) => definition.fit(data, config, { seed, threads: 1 })

  describe(`${definition.name} keeps the contract of all models`, () => {
    test.skipIf(options.skipCheckerboard)(
      `on a checkerboard it puts the colour that a person likes first${options.skipCheckerboard ? ` (skipped: ${options.skipCheckerboard})` : ''}`,
      () => {
        const model = fit(checkerboard())
        for (const colour of [0, 1]) {
          const profile = createRatingVector([
            [colour, 5],
            [colour + 4, 5],
            [1 - colour, 1],
            [colour + 8, 4.5],
          ])
          const rated = new Set(profile.items)
          const best = topK(model.score(profile), 4, (item) => !rated.has(item)).indices
          expect([...best].map((item) => item % 2)).toEqual([colour, colour, colour, colour])
        }
      },
    )
    describeDeterminism(definition, config, fit)
    describeUnknowns(fit)
    describeManners(definition, fit)
  })
}

function describeDeterminism<T>(
  definition: ModelDefinition<T>,
  config: T,
  fit: (data: TrainingData, seed?: number) => FittedModel,
) {
  test('the same seed gives the same model, bit for bit', () => {
    expectSameState(fit(noisyCrowd(1), 7).save(), fit(noisyCrowd(1), 7).save())
  })

  test('the steps of a learning curve ascend, and drawing it changes nothing', () => {
    const latest = new Map<string, number>()
    const onCurve = ({ name, step, value }: CurvePoint) => {
      expect(step).toBeGreaterThan(latest.get(name) ?? 0)
      expect(value).not.toBeNaN()
      latest.set(name, step)
    }
    const drawn = definition.fit(noisyCrowd(6), config, { seed: 1, threads: 1, onCurve })
    expectSameState(drawn.save(), fit(noisyCrowd(6)).save())
  })

  test('fitting again forgets what was fitted before', () => {
    const fresh = fit(noisyCrowd(2))
    const before = fit(noisyCrowd(1))
    const beforeScores = before.score(profileOf(1))
    expectSameState(fit(noisyCrowd(2)).save(), fresh.save())
    expect(before.score(profileOf(1))).toEqual(beforeScores)
  })

  test('a model that was saved and loaded gives the same scores and reasons', () => {
    const data = noisyCrowd(3)
    const model = fit(data)
    const loaded = definition.load(structuredClone(model.save()), data, config)
    expect(loaded.nItems).toBe(model.nItems)
    for (const seed of [1, 2, 3]) {
      const profile = profileOf(seed)
      expect(loaded.score(profile)).toEqual(model.score(profile))
      expect(loaded.explain?.(profile, 3)).toEqual(model.explain?.(profile, 3))
      expect(loaded.predict?.(profile, 3)).toEqual(model.predict?.(profile, 3))
      expect(loaded.predictAll?.(profile)).toEqual(model.predictAll?.(profile))
      const asked = [Int32Array.of(3, 5), Int32Array.of(1_010_000_000, 1_050_000_000)] as const
      expect(loaded.predictAt?.(profile, ...asked)).toEqual(model.predictAt?.(profile, ...asked))
      expect(loaded.predictInterval?.(profile, 3)).toEqual(model.predictInterval?.(profile, 3))
      expect(loaded.similar?.(2, 5)).toEqual(model.similar?.(2, 5))
    }
  })

  test('a saved model that does not fit the catalogue is refused', () => {
    const { ratings } = noisyCrowd(3)
    const state = fit(noisyCrowd(3)).save()
    const smaller = RatingMatrix.fromTriples(
      { userId: Int32Array.of(1), movieId: Int32Array.of(ratings.itemIds[0]), halfStars: Uint8Array.of(8) },
      ratings.itemIds.slice(0, 3),
    )
    expect(() => definition.load(state, { ratings: smaller, texts: [] }, config)).toThrow(
      expect.objectContaining({ code: 'bad_artefact' }),
    )
    expect(() => definition.load({ arrays: {}, meta: {} }, noisyCrowd(3), config)).toThrow(
      expect.objectContaining({ code: 'bad_artefact' }),
    )
  })
}

function describeUnknowns(fit: (data: TrainingData) => FittedModel) {
  test('anyone is scored by their ratings alone, known to the crowd or not', () => {
    const model = fit(noisyCrowd(4))
    for (const seed of [11, 12, 13]) expectSound(model.score(profileOf(seed)))
    expectSound(model.score(createRatingVector([[5, 3.5]])))
    expectSound(
      model.score(
        createRatingVector([
          [2, 3],
          [5, 3],
          [9, 3],
        ]),
      ),
    )
  })

  test('a film of which nothing is known gets no score, and rating it does no harm', () => {
    const model = fit(noisyCrowd(4))
    expect(model.score(profileOf(11))[UNSEEN]).toBe(-Infinity)
    expectSound(
      model.score(
        createRatingVector([
          [3, 4.5],
          [UNSEEN, 5],
        ]),
      ),
    )
    expect(model.explain?.(profileOf(11), UNSEEN) ?? []).toEqual([])
    expect(model.similar?.(UNSEEN, 5) ?? []).toEqual([])
  })

  test('somebody without ratings gets an answer without a broken number', () => {
    const model = fit(noisyCrowd(4))
    const scores = model.score(EMPTY)
    expect(scores).toHaveLength(N_ITEMS + 1)
    expect(scores.some(Number.isNaN)).toBe(false)
    expect(model.explain?.(EMPTY, 3)?.every(({ amount }) => Number.isFinite(amount)) ?? true).toBe(true)
  })

  test('where it predicts stars it does so one by one and all at once alike, and an interval holds them', () => {
    const model = fit(noisyCrowd(4))
    const all = model.predictAll?.(profileOf(11))
    for (let item = 0; item <= N_ITEMS; item++) {
      const stars = model.predict?.(profileOf(11), item)
      if (stars !== undefined) expect(stars >= 0.5 && stars <= 5).toBe(true)
      if (all && model.predict) {
        expect(Number.isNaN(all[item])).toBe(stars === undefined)
        if (stars !== undefined) expect(all[item]).toBeCloseTo(stars, 5)
      }
      const interval = model.predictInterval?.(profileOf(11), item)
      if (!interval) continue
      expect(interval.stars).toBeCloseTo(stars ?? Number.NaN, 5)
      expect(interval.low).toBeGreaterThanOrEqual(0.5)
      expect(interval.low).toBeLessThanOrEqual(interval.stars)
      expect(interval.high).toBeGreaterThanOrEqual(interval.stars)
      expect(interval.high).toBeLessThanOrEqual(5)
    }
  })

  test('exactly as many films as are asked for come back while there are so many', () => {
    const model = fit(noisyCrowd(4))
    const profile = profileOf(11)
    const scores = model.score(profile)
    for (const n of [1, 5, N_ITEMS]) expect(topK(scores, n).indices).toHaveLength(n)
    expect(topK(scores, N_ITEMS + 5).indices).toHaveLength(N_ITEMS)
  })
}

function describeManners<T>(definition: ModelDefinition<T>, fit: (data: TrainingData) => FittedModel) {
  test('neither the training data nor the profile is changed', () => {
    const data = noisyCrowd(5)
    const model = fit(data)
    const profile = profileOf(1)
    model.score(profile)
    model.predict?.(profile, 2)
    model.predictAll?.(profile)
    model.explain?.(profile, 2)
    model.neighbours?.(profile)
    model.similar?.(2, 3)
    expect(profile).toEqual(profileOf(1))
    expect(data.texts).toEqual(noisyCrowd(5).texts)
    expect(data.ratings.rows).toEqual(noisyCrowd(5).ratings.rows)
    expect(data.genome).toEqual(noisyCrowd(5).genome)
  })

  test('what was asked before leaves no trace in an answer', () => {
    const answers = (model: FittedModel) => [
      model.score(profileOf(2)),
      model.neighbours?.(profileOf(2)),
      model.explain?.(profileOf(2), 4),
      model.similar?.(4, 5),
    ]
    const busy = fit(noisyCrowd(5))
    for (const seed of [1, 3, 5]) {
      busy.score(profileOf(seed))
      busy.explain?.(profileOf(seed), seed)
      busy.similar?.(seed, 5)
    }
    expect(answers(busy)).toEqual(answers(fit(noisyCrowd(5))))
  })

  test('an answer belongs to the caller: changing it changes nothing else', () => {
    const model = fit(noisyCrowd(5))
    const scores = model.score(profileOf(1))
    const copy = scores.slice()
    scores.fill(9)
    expect(model.score(profileOf(1))).toEqual(copy)
  })

  test('a broken profile and a film outside the catalogue are refused', () => {
    const model = fit(noisyCrowd(5))
    const invalid = expect.objectContaining({ code: 'invalid' })
    expect(() => model.score({ items: Int32Array.of(2, 1), stars: Float32Array.of(3, 3) })).toThrow(invalid)
    expect(() => model.score({ items: Int32Array.of(99), stars: Float32Array.of(3) })).toThrow(invalid)
    if (model.predict) expect(() => model.predict?.(profileOf(5), 99)).toThrow(invalid)
    if (model.predictAt)
      expect(() => model.predictAt?.(profileOf(5), Int32Array.of(1, 2), Int32Array.of(1))).toThrow(invalid)
    if (model.similar) expect(() => model.similar?.(99, 1)).toThrow(invalid)
    if (model.explain) expect(() => model.explain?.(profileOf(1), -1)).toThrow(invalid)
  })

  test('an unknown or nonsensical hyper-parameter is refused by name, and none at all means the defaults', () => {
    const invalid = expect.objectContaining({ code: 'invalid' })
    expect(() => definition.parseConfig({ wishfulThinking: 1 })).toThrow(invalid)
    expect(() => definition.parseConfig({ wishfulThinking: 1 })).toThrow('wishfulThinking')
    expect(() => definition.parseConfig('fast')).toThrow(invalid)
    expect(() => definition.parseConfig(null)).toThrow(invalid)
    const defaults = definition.parseConfig({})
    expect(definition.parseConfig(undefined)).toEqual(defaults)
    expect(definition.parseConfig(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults)
    for (const [name, value] of Object.entries(defaults as object))
      if (typeof value === 'number') expect(() => definition.parseConfig({ [name]: -1 })).toThrow(invalid)
  })

  test('a fit that was cancelled before it began does not begin', () => {
    const aborted = AbortSignal.abort(new Error('cancelled'))
    const config = definition.parseConfig({})
    expect(() => definition.fit(noisyCrowd(5), config, { seed: 1, signal: aborted })).toThrow('cancelled')
  })
}

/** Even people love even films and dislike odd ones, odd people the reverse; each has missed some. Texts are two-coloured too. */
function checkerboard(): TrainingData {
  return crowdOf((user, item) => ((user * 3 + item * 5) % 7 === 0 ? undefined : user % 2 === item % 2 ? 10 : 2))
}

/** A checkerboard with seeded noise. */
function noisyCrowd(seed: number): TrainingData {
  const random = createRandom(seed)
  return crowdOf((user, item) => {
    const halfStars = (user % 2 === item % 2 ? 7 : 3) + random.integer(4)
    return random.next() < 0.25 ? undefined : halfStars
  })
}

function crowdOf(rate: (user: number, item: number) => number | undefined): TrainingData {
  const triples: [number, number, number][] = []
  for (let user = 0; user < N_USERS; user++)
    for (let item = 0; item < N_ITEMS; item++) {
      const halfStars = rate(user, item)
      if (halfStars !== undefined) triples.push([user + 100, item * 10, halfStars])
    }
  const ratings = RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(triples, ([user]) => user),
      movieId: Int32Array.from(triples, ([, movie]) => movie),
      halfStars: Uint8Array.from(triples, ([, , value]) => value),
      ratedAt: Int32Array.from(triples, ([user, movie]) => timeOf(user, movie)),
    },
    Int32Array.from({ length: N_ITEMS + 1 }, (_, item) => item * 10),
  )
  return { ratings, texts: Array.from({ length: N_ITEMS + 1 }, (_, item) => textOf(item)), genome: genomeOfColours() }
}

/** Any times will do, as long as they differ. */
const timeOf = (user: number, movie: number) => 1_000_000_000 + ((user * 7_919 + movie * 104_729) % 1_000_003) * 60

/** Two-coloured as the texts are: what is unseen has no genome. */
function genomeOfColours(): TagGenome {
  const tags = ['heist', 'rain', 'wedding', 'sea', 'theme 0', 'theme 1', 'theme 2']
  return {
    tags,
    items: Int32Array.from({ length: N_ITEMS }, (_, item) => item),
    relevance: Float32Array.from({ length: N_ITEMS * tags.length }, (_, i) => {
      const item = Math.floor(i / tags.length)
      const tag = i % tags.length
      const about = tag < 4 ? Math.floor(tag / 2) === item % 2 : tag - 4 === item % 3
      return about ? 0.9 - (item % 5) / 50 : 0.1
    }),
  }
}

function textOf(item: number): ItemText {
  const blank = { title: '', overview: '', genres: [], keywords: [], tags: [], directors: [], cast: [] }
  if (item === UNSEEN) return blank
  const even = item % 2 === 0
  return {
    ...blank,
    overview: `${even ? 'A heist in a rainy city' : 'A wedding by the sunny sea'} number${item % 3}`,
    genres: [even ? 'Crime' : 'Romance'],
    keywords: [even ? 'bank robbery' : 'love letter', `theme${item % 4}`],
    directors: [`Director ${item % 5}`],
  }
}

/** Half a dozen ratings that no row of the crowd holds exactly. */
function profileOf(seed: number): RatingVector {
  const random = createRandom(1000 + seed)
  const profile = createRatingVector(
    Array.from({ length: 6 }, () => {
      const item = random.integer(N_ITEMS)
      return [item, item % 2 === seed % 2 ? 4 + random.integer(3) / 2 : 1 + random.integer(3) / 2] as const
    }),
  )
  return { ...profile, ratedAt: profile.items.map((item) => timeOf(seed, item)) }
}

function expectSound(scores: Float32Array): void {
  expect(scores).toHaveLength(N_ITEMS + 1)
  expect(scores.some(Number.isNaN)).toBe(false)
  expect(scores.some(Number.isFinite)).toBe(true)
}

function expectSameState(actual: ModelState, expected: ModelState): void {
  expect(actual.meta).toEqual(expected.meta)
  expect(actual.arrays).toEqual(expected.arrays)
}
