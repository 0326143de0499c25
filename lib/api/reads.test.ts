import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MovieDetail, MovieListItem, MoviePage } from '@/lib/schemas/movie'
import type { RatingPage } from '@/lib/schemas/rating'
import type { MethodInfo, Recommendation } from '@/lib/schemas/recommendation'
import { models } from '@/lib/recsys/models/registry'
import { countRows, expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'
import type { Api } from './context'

let host: Awaited<ReturnType<typeof createTestHost>>
let api: Api
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  api = createApi({ getHost: () => Promise.resolve(host) })
  visitor = new Visitor(api)
})
afterAll(() => host.drop())

const idsOf = (recommendation: Recommendation) => recommendation.items.map((item) => item.movie.id)

describe('GET /ready', () => {
  it('tells what is there once all of it is', async () => {
    expect(await visitor.get('ready')).toEqual({
      status: 'ready',
      checks: { database: true, engine: true, methods: Object.fromEntries(models.map(({ name }) => [name, true])) },
      catalogue: { dataSet: 'test', synthetic: true, nMovies: 60, nUsers: 40, nRatings: expect.any(Number) },
    })
  })
})

describe('GET /movies', () => {
  it('pages through every movie once, and the last page has no cursor', async () => {
    const seen: number[] = []
    let page: MoviePage = await visitor.get('movies?limit=25')
    seen.push(...page.items.map((movie) => movie.id))
    while (page.nextCursor) {
      page = await visitor.get(`movies?limit=25&cursor=${page.nextCursor}`)
      seen.push(...page.items.map((movie) => movie.id))
    }
    expect(page.total).toBe(60)
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  })

  it('finds a title without its accent, with the filters that apply', async () => {
    const found = await visitor.get<MoviePage>('movies?q=amelie&genre=Comedy&decade=1950&minRatings=1')
    expect(found.items[0]).toMatchObject({ id: 1, title: 'Amélie' })
    const none = await visitor.get<MoviePage>('movies?q=amelie&genre=Western&decade=1950')
    expect(none).toEqual({ items: [], total: 0 })
  })

  it('takes a parameter without a value as not given, and ignores what it does not know', async () => {
    const all = await visitor.get<MoviePage>('movies')
    expect(await visitor.get('movies?q=&genre=&decade=&minRatings=&cursor=&limit=&colour=red')).toEqual(all)
    expect(all.items).toHaveLength(24)
  })

  it('refuses a cursor that is not ours', async () => {
    for (const cursor of ['x', 'bzk5OTk5OTk5OQ', 'LTE']) {
      await expectProblem(await visitor.ask('GET', `movies?cursor=${cursor}`), 422, 'invalid')
    }
  })

  it('may be cached for a minute, unlike its failures', async () => {
    const ok = await visitor.ask('GET', 'movies')
    expect(ok.headers.get('cache-control')).toBe('public, max-age=60')
    expect(ok.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('GET /movies/{movieId}', () => {
  it('tells all that is known of a movie', async () => {
    const movie = await visitor.get<MovieDetail>('movies/1')
    expect(movie).toMatchObject({ id: 1, title: 'Amélie', year: 1951, genres: ['Comedy'], posterPath: '/poster1.jpg' })
    expect(movie.stats.histogram.reduce((sum, count) => sum + count, 0)).toBe(movie.stats.count)
    expect(movie).toMatchObject({ tagline: null, backdropPath: null, releaseDate: null, collection: null, votes: null })
  })

  it('tells what an enrichment added', async () => {
    await host.db.pool.query(
      `UPDATE movies SET tagline = 'Ride on', backdrop_path = '/wide.jpg', release_date = '1952-03-18',
         collection = 'The Rio Collection', vote_average = 7.5, vote_count = 1200, popularity = 12.3 WHERE id = 2`,
    )
    expect(await visitor.get<MovieDetail>('movies/2')).toMatchObject({
      tagline: 'Ride on',
      backdropPath: '/wide.jpg',
      releaseDate: '1952-03-18',
      collection: 'The Rio Collection',
      votes: { average: 7.5, count: 1200 },
      popularity: 12.3,
    })
  })

  it('does not know a movie that is not there', async () => {
    const problem = await expectProblem(await visitor.ask('GET', 'movies/61'), 404, 'not_found')
    expect(problem.detail).toContain('61')
    await expectProblem(await visitor.ask('GET', 'movies/2147483647'), 404, 'not_found')
  })
})

describe('GET /movies/{movieId}/similar', () => {
  it.each(['content', 'audience'])('finds movies of the same kind by %s, never the movie itself', async (method) => {
    const similar = await visitor.get<Recommendation>(`movies/1/similar?method=${method}&k=5`)
    expect(similar.method).toBe(method)
    expect(idsOf(similar)).toHaveLength(5)
    expect(idsOf(similar).filter((id) => id % 2 === 0 || id === 1)).toEqual([])
    expect(similar.items.map((item) => item.rank)).toEqual([1, 2, 3, 4, 5])
    for (const item of similar.items) expect(item.reason.text).not.toBe('')
  })

  it('answers ten by content when not told otherwise, and never more than there are', async () => {
    const similar = await visitor.get<Recommendation>('movies/1/similar')
    expect([similar.method, similar.items.length]).toEqual(['content', 10])
    expect(idsOf(await visitor.get('movies/1/similar?k=100')).length).toBeLessThan(60)
  })

  it('is never cached, since each answer is logged under its own id', async () => {
    const response = await visitor.ask('GET', 'movies/1/similar?k=3')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { recommendationId, items } = (await response.json()) as Recommendation
    await host.recommendations.flush()
    const { rows } = await host.db.pool.query<{ movie_id: number; rank: number }>(
      'SELECT movie_id, rank FROM recommendation_items WHERE recommendation_id = $1 ORDER BY rank',
      [recommendationId],
    )
    expect(rows).toEqual(items.map((item) => ({ movie_id: item.movie.id, rank: item.rank })))
  })

  it('does not know an unknown movie', async () => {
    await expectProblem(await visitor.ask('GET', 'movies/999/similar'), 404, 'not_found')
  })
})

describe('GET /users/{userId}/recommendations', () => {
  it.each(['user-knn', 'content'])('recommends by %s what the user loves and has not rated', async (method) => {
    const answer = await visitor.get<Recommendation>(`users/7/recommendations?method=${method}&k=5`)
    const { rows } = await host.db.pool.query<{ movie_id: number }>(
      'SELECT movie_id FROM ratings JOIN profiles ON profiles.id = profile_id WHERE user_id = 7',
    )
    const rated = new Set(rows.map((row) => row.movie_id))
    expect(idsOf(answer)).toHaveLength(5)
    expect(idsOf(answer).filter((id) => id % 2 === 0 || rated.has(id))).toEqual([])
  })

  it('does not know an unknown user or method', async () => {
    await expectProblem(await visitor.ask('GET', 'users/41/recommendations'), 404, 'not_found')
    await expectProblem(await visitor.ask('GET', 'users/7/recommendations?method=tarot'), 422, 'invalid')
  })
})

describe('GET /methods', () => {
  it('lists the models by name', async () => {
    const { items } = await visitor.get<{ items: MethodInfo[] }>('methods')
    expect(items.map((method) => [method.name, method.ready])).toEqual(models.map(({ name }) => [name, true]))
  })
})

describe('somebody who has written nothing', () => {
  it('reads everything without becoming a person', async () => {
    const before = await countRows(host)
    const nobody = new Visitor(api)
    expect(await nobody.get<RatingPage>('me/ratings')).toEqual({ items: [] })
    expect(await nobody.get('me/ratings/1')).toEqual({ stars: null })
    const popular = await nobody.get<Recommendation>('me/recommendations?method=popularity&k=3')
    expect(popular.items).toHaveLength(3)
    await nobody.get('me/recommendations')
    await nobody.get('movies/1/similar')
    expect((await nobody.ask('DELETE', 'me/ratings/1')).status).toBe(204)
    expect(nobody.cookie).toBeUndefined()
    expect(await countRows(host)).toEqual(before)
  })

  it('is offered well-known films to rate, without those that were skipped', async () => {
    const { items } = await visitor.get<{ items: MovieListItem[] }>('me/films-to-rate?n=5')
    expect(items).toHaveLength(5)
    const skip = items.map((movie) => movie.id)
    const more = await visitor.get<{ items: MovieListItem[] }>(`me/films-to-rate?n=5&skip=${skip.join(',')}`)
    expect(more.items).toHaveLength(5)
    expect(more.items.filter((movie) => skip.includes(movie.id))).toEqual([])
    expect((await visitor.get<{ items: MovieListItem[] }>('me/films-to-rate')).items).toHaveLength(12)
  })
})
