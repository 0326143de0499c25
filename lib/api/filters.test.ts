import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Genre, Stats } from '@/lib/schemas/catalogue'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
})
afterAll(() => host.drop())

const PATHS = [
  'users/7/recommendations?method=content',
  'users/7/recommendations?method=user-knn',
  'me/recommendations?method=popularity',
  'movies/1/similar?method=content',
  'movies/1/similar?method=audience',
]
const moviesOf = ({ items }: Recommendation) => items.map((item) => item.movie)

describe.each(PATHS)('a filter on %s', (path) => {
  it('answers exactly what is left of the whole list, in its order', async () => {
    const all = moviesOf(await visitor.get(`${path}&k=100`))
    const excluded = all.slice(0, 2).map((movie) => movie.id)
    const wanted = all.filter(
      ({ id, year, genres }) =>
        genres.includes('Comedy') && year !== null && year >= 1960 && year <= 2000 && !excluded.includes(id),
    )
    const filter = `genre=Comedy&yearFrom=1960&yearTo=2000&exclude=${excluded.join(',')}`
    expect(wanted.length).toBeGreaterThan(3)
    expect(moviesOf(await visitor.get(`${path}&k=100&${filter}`))).toEqual(wanted)
    expect(moviesOf(await visitor.get(`${path}&k=3&${filter}`))).toEqual(wanted.slice(0, 3))
  })

  it('answers an empty list for a genre that no film has', async () => {
    expect(moviesOf(await visitor.get(`${path}&genre=Opera`))).toEqual([])
  })

  it('refuses years in the wrong order, and ids that are none', async () => {
    await expectProblem(await visitor.ask('GET', `${path}&yearFrom=2000&yearTo=1999`), 422, 'invalid')
    await expectProblem(await visitor.ask('GET', `${path}&exclude=1,x`), 422, 'invalid')
  })
})

describe('GET /genres', () => {
  it('lists every genre with its films, the most common first', async () => {
    const { items } = await visitor.get<{ items: Genre[] }>('genres')
    expect(items.map(({ genre, nMovies }) => [genre, nMovies])).toEqual([
      ['Comedy', 30],
      ['Drama', 30],
      ['Western', 30],
    ])
    for (const { nRatings, mean } of items) {
      expect(nRatings).toBeGreaterThan(0)
      expect(mean).toBeGreaterThan(0.5)
    }
  })
})

describe('GET /stats', () => {
  it('counts what the database holds', async () => {
    await host.recommendations.flush()
    const stats = await visitor.get<Stats>('stats')
    const { rows } = await host.db.pool.query<{ ratings: number; recommendations: number; mean: number }>(
      `SELECT (SELECT count(*)::int FROM ratings) AS ratings, (SELECT avg(half_stars)::float / 2 FROM ratings) AS mean,
              (SELECT count(*)::int FROM recommendations) AS recommendations`,
    )
    expect(stats.crowd).toMatchObject({ nMovies: 60, nUsers: 40, nRatings: rows[0].ratings })
    expect(stats.crowd.mean).toBeCloseTo(rows[0].mean, 6)
    expect(stats.people.nRecommendations).toBe(rows[0].recommendations)
    expect(stats.methods.map((row) => row.method)).toEqual(['audience', 'content', 'popularity', 'user-knn'])
  })
})

describe('an ETag', () => {
  it.each([
    'movies',
    'movies/1',
    'users',
    'users/7',
    'users/7/neighbours',
    'genres',
    'stats',
    'runs',
    'models',
    'openapi.json',
  ])('spares sending %s again', async (path) => {
    const first = await visitor.ask('GET', path)
    const tag = first.headers.get('etag')
    expect([first.status, tag]).toEqual([200, expect.stringMatching(/^"/)])
    const again = await visitor.ask('GET', path, undefined, { 'If-None-Match': `"other", ${tag}` })
    expect([again.status, again.headers.get('etag')]).toEqual([304, tag])
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    const changed = await visitor.ask('GET', path, undefined, { 'If-None-Match': '"other"' })
    expect(changed.status).toBe(200)
  })

  it('is not given to what is logged or one’s own, nor to a failure', async () => {
    for (const path of ['movies/1/similar', 'me/ratings', 'movies/999']) {
      const response = await visitor.ask('GET', path, undefined, { 'If-None-Match': '*' })
      expect([response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([null, 'no-store'])
    }
  })
})
