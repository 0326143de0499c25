import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Prediction } from '@/lib/schemas/prediction'
import { countRows, expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
})
afterAll(() => host.drop())

async function predict(body: unknown): Promise<Prediction> {
  const response = await visitor.ask('POST', 'predict', body)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as Prediction
}

const lovesComedies = [1, 3, 5, 7, 9].map((movieId) => ({ movieId, stars: 5 }))

describe('POST /predict', () => {
  it('predicts what a user of the crowd would give, as the model does, in the order asked', async () => {
    const { items, method } = await predict({ userId: 7, movieIds: [12, 11] })
    const engine = host.engine!
    const profile = engine.ratings.ratingsOf(engine.ratings.userIndexOf(7))
    const { fitted } = engine.requireModel('user-knn')
    expect(method).toBe('user-knn')
    expect(items.map((item) => item.movie.id)).toEqual([12, 11])
    for (const { movie, stars } of items)
      expect(stars).toBe(fitted.predict?.(profile, engine.catalogue.indexOf(movie.id)) ?? null)
  })

  it('predicts more for comedies to somebody who loves comedies than to somebody who hates them', async () => {
    const hates = [1, 3, 5, 7, 9].map((movieId, i) => ({ movieId, stars: i % 2 ? 0.5 : 1 }))
    const [loved] = (await predict({ ratings: lovesComedies, movieIds: [11] })).items
    const [hated] = (await predict({ ratings: [...hates, { movieId: 2, stars: 5 }], movieIds: [11] })).items
    expect(loved.stars).toBeGreaterThan(hated.stars ?? 0)
  })

  it('says what was rated already, and which ratings it does not know', async () => {
    const answer = await predict({ ratings: [...lovesComedies, { movieId: 4711, stars: 3 }], movieIds: [1, 11] })
    expect(answer.items.map((item) => item.rated)).toEqual([5, undefined])
    expect(answer.unknownRatings).toEqual([4711])
  })

  it('stores nothing', async () => {
    const before = await countRows(host)
    await predict({ ratings: lovesComedies, movieIds: [11] })
    expect(await countRows(host)).toEqual(before)
    expect(visitor.cookie).toBeUndefined()
  })

  it('refuses a method that predicts no stars, and names those that do', async () => {
    const problem = await expectProblem(
      await visitor.ask('POST', 'predict', { userId: 7, movieIds: [1], method: 'popularity' }),
      422,
      'invalid',
    )
    expect(problem.detail).toContain('user-knn')
  })

  it.each([
    ['both a user and ratings', { userId: 7, ratings: lovesComedies, movieIds: [1] }],
    ['neither', { movieIds: [1] }],
    ['no movie', { userId: 7, movieIds: [] }],
    ['a movie twice', { userId: 7, movieIds: [1, 1] }],
    ['a rating twice', { ratings: [...lovesComedies, { movieId: 1, stars: 2 }], movieIds: [1] }],
    ['stars that are none', { ratings: [{ movieId: 1, stars: 0.7 }], movieIds: [1] }],
    ['too many movies', { userId: 7, movieIds: Array.from({ length: 501 }, (_, i) => i + 1) }],
  ])('refuses %s', async (_what, body) => {
    await expectProblem(await visitor.ask('POST', 'predict', body), 422, 'invalid')
  })

  it('does not know an unknown user or movie', async () => {
    await expectProblem(await visitor.ask('POST', 'predict', { userId: 41, movieIds: [1] }), 404, 'not_found')
    await expectProblem(await visitor.ask('POST', 'predict', { userId: 7, movieIds: [61] }), 404, 'not_found')
  })
})
