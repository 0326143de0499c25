// Content TF-IDF: the contract, a case worked by hand, the slow reference beside it, and reasons that add up.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RatingMatrix, type RatingTriples } from '../../data/rating-matrix'
import { createRatingVector } from '../../data/rating-vector'
import type { Contribution, ItemText } from '../contract'
import { describeModelContract } from '../contract-suite'
import { contentModel } from '.'

describeModelContract(contentModel)

const blank: ItemText = { title: '', overview: '', genres: [], keywords: [], tags: [], directors: [], cast: [] }

const nothing = { userId: new Int32Array(0), movieId: new Int32Array(0), halfStars: new Uint8Array(0) }

function fit(texts: readonly Partial<ItemText>[], config: unknown = {}, triples: RatingTriples = nothing) {
  const ratings = RatingMatrix.fromTriples(
    triples,
    Int32Array.from(texts, (_, item) => item),
  )
  const complete = texts.map((text) => ({ ...blank, ...text }))
  return contentModel.fit({ ratings, texts: complete }, contentModel.parseConfig(config), { seed: 1 })
}

/** Textbook cosines over everything there is. */
const textbook = { minDf: 1, maxDfShare: 1, minLength: 0 }
const onlyOverview = { overview: 1, title: 0, genres: 0, keywords: 0, keywordWords: 0, tags: 0, directors: 0, cast: 0 }
const termsOf = (because: Contribution[] = []) => because.flatMap((part) => (part.kind === 'term' ? [part.term] : []))

describe('content', () => {
  test('three films and four words come out as worked by hand', () => {
    const model = fit([{ overview: 'heist heist robot' }, { overview: 'heist wedding' }, { overview: 'robot moon' }], {
      ...textbook,
      weights: onlyOverview,
    })
    // n = 3; df of heist and robot 2, of wedding and moon 1.
    const common = Math.log(4 / 3) + 1
    const rare = Math.log(4 / 2) + 1
    const heistTwice = (1 + Math.log(2)) * common
    const lengths = [Math.hypot(heistTwice, common), Math.hypot(common, rare), Math.hypot(common, rare)]
    const found = model.similar?.(0, 5) ?? []
    expect(found.map(({ item }) => item)).toEqual([1, 2])
    expect(found[0].score).toBeCloseTo((heistTwice * common) / (lengths[0] * lengths[1]), 6)
    expect(found[1].score).toBeCloseTo((common * common) / (lengths[0] * lengths[2]), 6)
    expect(found[0].because).toEqual([
      { kind: 'term', term: 'heist', field: 'word', amount: expect.closeTo(found[0].score, 6) },
    ])
  })

  test('agrees with TF-IDF written out over maps', () => {
    const words = ['heist', 'robot', 'moon', 'wedding', 'shark', 'piano']
    const overview = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((list) => list.join(' '))
    const texts = fc.array(fc.record({ overview }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 1.5), (films, minLength) => {
        const cosines = cosinesByDefinition(
          films.map((film) => film.overview.split(' ').filter(Boolean)),
          minLength,
        )
        const model = fit(films, { ...textbook, minLength, weights: onlyOverview })
        const found = new Map(model.similar?.(0, films.length)?.map(({ item, score }) => [item, score]))
        for (let item = 1; item < films.length; item++) expect(found.get(item) ?? 0).toBeCloseTo(cosines[0][item], 5)
      }),
    )
  })

  test('the reasons of a pair are its strongest shared terms, and all of them add up to the cosine', () => {
    const film = { overview: 'A robot steals a piano on the moon', genres: ['Sci-Fi'], directors: ['Michael Mann'] }
    const model = fit([film, { ...film, overview: 'A robot plays piano' }, { genres: ['Drama'] }], { maxDfShare: 1 })
    const [nearest] = model.similar?.(0, 1) ?? []
    const amounts = (nearest.because ?? []).map(({ amount }) => amount)
    expect(termsOf(nearest.because).sort()).toEqual(['Michael Mann', 'Sci-Fi', 'piano', 'robot'])
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a))
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(nearest.score, 6)
  })

  test('a name is one term, written as its film writes it, whatever the accents', () => {
    const model = fit([{ cast: ['Toshirō Mifune'] }, { cast: ['Toshiro Mifune'] }, { overview: 'Toshiro' }], textbook)
    const found = model.similar?.(0, 5) ?? []
    expect(found.map(({ item }) => item)).toEqual([1])
    expect(found[0].because).toMatchObject([{ term: 'Toshiro Mifune', field: 'cast' }])
  })

  test('an actor who directs elsewhere is not the same term', () => {
    expect(fit([{ cast: ['Clint Eastwood'] }, { directors: ['Clint Eastwood'] }], textbook).similar?.(0, 5)).toEqual([])
  })

  test('keywords and tags share one vocabulary, plurals and all, and housekeeping is left out', () => {
    const model = fit([{ keywords: ['time machine'] }, { tags: ['Time Machines', 'DVD'] }, { tags: ['DVD'] }], textbook)
    expect(model.similar?.(0, 5)?.map(({ item }) => item)).toEqual([1])
    expect(model.similar?.(2, 5)).toEqual([])
  })

  test('a film with hardly any text is not the best match of everything in its genre', () => {
    const rich = {
      genres: ['Crime'],
      overview: 'detective hunts a thief through rainy Los Angeles',
      cast: ['Al Pacino'],
    }
    const films = [
      rich,
      { genres: ['Crime'] },
      { ...rich, overview: 'thief flees a detective' },
      { overview: 'rainy Angeles' },
    ]
    const top = (minLength: number) => fit([...films, ...films], { minLength, maxDfShare: 1 }).similar?.(1, 8) ?? []
    const scoreOf = (minLength: number, item: number) => top(minLength).find((found) => found.item === item)?.score
    expect(scoreOf(0, 5)).toBeCloseTo(1, 5)
    expect(scoreOf(1.5, 5)).toBeLessThan(0.5)
  })
})

describe('content, for a person', () => {
  const films = [
    { overview: 'heist robbers vault', directors: ['Mann'] },
    { overview: 'heist detective vault', directors: ['Mann'] },
    { overview: 'wedding bride dress', directors: ['Curtis'] },
    { overview: 'wedding groom dress', directors: ['Curtis'] },
    {},
  ]
  const crowd = { userId: Int32Array.of(1, 2, 2), movieId: Int32Array.of(1, 1, 3), halfStars: Uint8Array.of(10, 9, 8) }
  const config = { minDf: 1, maxDfShare: 1 }
  const model = fit(films, config)
  const popular = fit(films, { ...config, crowdWeight: 0.5 }, crowd)

  test('one film at three and a half stars is enough to find the next', () => {
    const scores = model.score(createRatingVector([[0, 3.5]]))
    expect(scores[1]).toBeGreaterThan(0)
    expect(scores[1]).toBeGreaterThan(scores[3])
  })

  test('what somebody disliked pushes its like away', () => {
    const scores = model.score(createRatingVector([[0, 0.5]]))
    expect(scores[1]).toBeLessThan(0)
    expect(scores[3]).toBeGreaterThan(0)
  })

  test('the parts of a reason add up to the score', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 10 })), {
      selector: ([item]) => item,
    })
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 3 }), (list, item) => {
        const profile = createRatingVector(list.map(([rated, half]) => [rated, half / 2]))
        const parts = popular.explain?.(profile, item) ?? []
        const total = parts.reduce((sum, part) => sum + part.amount, 0)
        expect(Math.abs(total - popular.score(profile)[item])).toBeLessThan(1e-5)
        const named = parts.every(
          (part) => part.kind === 'crowd' || (part.kind === 'rated-item' && profile.items.includes(part.item)),
        )
        expect(named).toBe(true)
      }),
    )
  })

  test('what all films share says nothing of a person', () => {
    const shared = [
      { genres: ['Drama'], cast: ['Kim'] },
      { genres: ['Drama'], cast: ['Kim'] },
      { genres: ['Drama'], cast: ['Lee'] },
    ]
    const scores = fit(shared, { ...config, minLength: 0 }).score(createRatingVector([[0, 5]]))
    expect(scores[1]).toBeGreaterThan(0)
    expect(scores[2]).toBeLessThan(0)
  })

  test('the score is the cosine with what sets the rated films apart, worked out over dense vectors', () => {
    const three = [{ overview: 'heist' }, { overview: 'heist wedding' }, { overview: 'wedding' }]
    const scores = fit(three, textbook).score(createRatingVector([[0, 5]]))
    // Both words have the same idf, so that the vectors are (1, 0), (r, r) and (0, 1) with r = √½.
    const r = Math.SQRT1_2
    const mean = (1 + r) / 3
    const p = [1 - mean, -mean]
    const expected = [
      [1, 0],
      [r, r],
      [0, 1],
    ].map(([x, y]) => (p[0] * x + p[1] * y) / Math.hypot(...p))
    expected.forEach((score, item) => expect(scores[item]).toBeCloseTo(score, 6))
  })

  test('what the crowd likes comes first among films of one kind, and says so', () => {
    const profile = createRatingVector([[0, 5]])
    const gain = popular.score(profile).map((score, item) => score - model.score(profile)[item])
    expect(gain[1]).toBeCloseTo(0.5, 6)
    expect(gain[3]).toBeCloseTo(0.5 * Math.sqrt(1 / 2), 6)
    expect(gain[2]).toBe(0)
    expect(popular.explain?.(profile, 3)?.filter(({ kind }) => kind === 'crowd')).toEqual([
      { kind: 'crowd', mean: 4, count: 1, amount: expect.closeTo(0.5 * Math.sqrt(1 / 2), 6) },
    ])
    expect(popular.score(createRatingVector([]))[1]).toBeCloseTo(0.5, 6)
  })

  test('without a crowd the scores are cosines', () => {
    const scores = model
      .score(
        createRatingVector([
          [0, 5],
          [2, 1],
        ]),
      )
      .slice(0, 4)
    expect(Math.max(...scores)).toBeLessThanOrEqual(1 + 1e-6)
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(-1 - 1e-6)
  })
})

/** The slow, readable reference: cosines between documents that are lists of words. */
function cosinesByDefinition(documents: readonly (readonly string[])[], minLength: number): number[][] {
  const n = documents.filter((words) => words.length > 0).length
  const df = (word: string) => documents.filter((words) => words.includes(word)).length
  const vectors = documents.map((words) => {
    const tf = (word: string) => words.filter((other) => other === word).length
    return new Map(
      [...new Set(words)].map((word) => [word, (1 + Math.log(tf(word))) * (Math.log((1 + n) / (1 + df(word))) + 1)]),
    )
  })
  const length = (vector: Map<string, number>) => Math.sqrt([...vector.values()].reduce((sum, x) => sum + x * x, 0))
  const lengths = vectors.map(length)
  const known = lengths.filter((l) => l > 0).sort((a, b) => a - b)
  const typical = known.length > 0 ? known[Math.floor((known.length - 1) / 2)] : 0
  const scale = lengths.map((l) => Math.max(l, minLength * typical))
  return vectors.map((a, i) =>
    vectors.map((b, j) => {
      const dot = [...a].reduce((sum, [word, x]) => sum + x * (b.get(word) ?? 0), 0)
      return dot === 0 ? 0 : dot / (scale[i] * scale[j])
    }),
  )
}
