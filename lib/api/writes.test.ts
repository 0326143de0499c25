import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GUEST_COOKIE } from '@/lib/auth/guest'
import type { MovieListItem } from '@/lib/schemas/movie'
import type { RatingDto, RatingPage } from '@/lib/schemas/rating'
import type { Recommendation } from '@/lib/schemas/recommendation'
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
})
beforeEach(() => {
  visitor = new Visitor(api)
})
afterAll(() => host.drop())

const UNKNOWN = '0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31'

describe('the guest cookie', () => {
  it('comes with the first write, out of reach of scripts, and not again', async () => {
    const first = await visitor.ask('PUT', 'me/ratings/1', { stars: 4 })
    const cookie = first.headers.get('set-cookie')
    expect(cookie).toMatch(new RegExp(`^${GUEST_COOKIE}=[^;]+; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Lax$`))
    const second = await visitor.ask('PUT', 'me/ratings/2', { stars: 4 })
    expect(second.headers.get('set-cookie')).toBeNull()
  })

  it('is for HTTPS only when the page came over it', async () => {
    const proxied = await visitor.ask('PUT', 'me/ratings/1', { stars: 4 }, { 'X-Forwarded-Proto': 'https, http' })
    expect(proxied.headers.get('set-cookie')).toContain('; Secure')
    const direct = await api.request('https://films.example/api/v1/me/ratings/1', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{"stars":4}',
    })
    expect(direct.headers.get('set-cookie')).toContain('; Secure')
  })

  it('counts for nothing when it was not signed by us', async () => {
    await visitor.ask('PUT', 'me/ratings/1', { stars: 4 })
    const key = visitor.cookie?.split(/[=.]/)[1]
    for (const forged of [`${key}`, `${key}.`, `${key}.AAAA`, `${key}.AAAA.AAAA`, 'a.b', '%00', '%zz']) {
      const forger = new Visitor(api)
      forger.cookie = `${GUEST_COOKIE}=${forged}`
      expect(await forger.get('me/ratings/1')).toEqual({ stars: null })
      const written = await forger.ask('PUT', 'me/ratings/1', { stars: 1 })
      expect(written.headers.get('set-cookie')).not.toBeNull()
    }
    expect(await visitor.get('me/ratings/1')).toEqual({ stars: 4 })
  })
})

describe('a rating', () => {
  it('is kept, changed and taken back', async () => {
    const given = (await (await visitor.ask('PUT', 'me/ratings/1', { stars: 4.5 })).json()) as RatingDto
    expect(given).toMatchObject({ movie: { id: 1, title: 'Amélie' }, stars: 4.5 })
    expect(await visitor.get('me/ratings/1')).toEqual({ stars: 4.5 })
    await visitor.ask('PUT', 'me/ratings/1', { stars: 0.5 })
    expect(await visitor.get('me/ratings/1')).toEqual({ stars: 0.5 })
    expect((await visitor.ask('DELETE', 'me/ratings/1')).status).toBe(204)
    expect(await visitor.get('me/ratings/1')).toEqual({ stars: null })
  })

  it('changes nothing when it is sent again, nor when it is taken back again', async () => {
    const first = (await (await visitor.ask('PUT', 'me/ratings/3', { stars: 3 })).json()) as RatingDto
    const before = await countRows(host)
    const again = await visitor.ask('PUT', 'me/ratings/3', { stars: 3 })
    expect(await again.json()).toEqual(first)
    expect(await countRows(host)).toEqual(before)
    await visitor.ask('DELETE', 'me/ratings/3')
    const without = await countRows(host)
    expect((await visitor.ask('DELETE', 'me/ratings/3')).status).toBe(204)
    expect(await countRows(host)).toEqual(without)
  })

  it('counts in what is recommended next, and leaves the films to rate', async () => {
    for (const movieId of [2, 4, 6, 8, 10, 12]) await visitor.ask('PUT', `me/ratings/${movieId}`, { stars: 5 })
    for (const movieId of [1, 3, 5, 7]) await visitor.ask('PUT', `me/ratings/${movieId}`, { stars: 1 })
    const { items } = await visitor.get<Recommendation>('me/recommendations?method=user-knn&k=5')
    expect(items).toHaveLength(5)
    expect(items.filter(({ movie }) => movie.id % 2 === 1 || movie.id <= 12)).toEqual([])
    const toRate = await visitor.get<{ items: MovieListItem[] }>('me/films-to-rate?n=50')
    expect(toRate.items.filter((movie) => movie.id <= 8)).toEqual([])
  })

  it('is listed newest first, page by page', async () => {
    for (const movieId of [1, 2, 3, 4, 5]) await visitor.ask('PUT', `me/ratings/${movieId}`, { stars: movieId })
    const seen: number[] = []
    let page: RatingPage = { items: [], nextCursor: '' }
    for (let pages = 0; page.nextCursor !== undefined && pages < 5; pages++) {
      page = await visitor.get(`me/ratings?limit=2&cursor=${page.nextCursor}`)
      seen.push(...page.items.map((rating) => rating.movie.id))
    }
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5])
  })

  it('of a movie that is not there is refused, and makes no person', async () => {
    const before = await countRows(host)
    await expectProblem(await visitor.ask('PUT', 'me/ratings/61', { stars: 4 }), 404, 'not_found')
    await expectProblem(await visitor.ask('DELETE', 'me/ratings/61'), 404, 'not_found')
    await expectProblem(await visitor.ask('GET', 'me/ratings/61'), 404, 'not_found')
    expect(visitor.cookie).toBeUndefined()
    expect(await countRows(host)).toEqual(before)
  })
})

describe('feedback', () => {
  const recommend = () => visitor.get<Recommendation>('movies/1/similar?k=3')
  const stored = async (movieId: number) => {
    const { rows } = await host.db.pool.query<{ verdict: string; created_at: Date }>(
      'SELECT verdict, method, source_movie_id, created_at FROM feedback WHERE movie_id = $1 ORDER BY created_at',
      [movieId],
    )
    return rows
  }

  it('is stored with its method and source, shown next time, and replaced by another verdict', async () => {
    const { recommendationId, items } = await recommend()
    const movieId = items[0].movie.id
    const given = await visitor.ask('POST', 'feedback', { recommendationId, movieId, verdict: 'up' })
    expect(await given.json()).toEqual({ recommendationId, movieId, verdict: 'up' })
    expect(await stored(movieId)).toMatchObject([{ verdict: 'up', method: 'content', source_movie_id: 1 }])
    expect((await recommend()).items[0]).toMatchObject({ movie: { id: movieId }, verdict: 'up' })
    await visitor.ask('POST', 'feedback', { recommendationId, movieId, verdict: 'not-interested' })
    expect(await stored(movieId)).toMatchObject([{ verdict: 'not_interested' }])
    expect((await recommend()).items.map((item) => item.movie.id)).not.toContain(movieId)
    await visitor.ask('DELETE', 'feedback', { recommendationId, movieId })
    expect(await stored(movieId)).toEqual([])
  })

  it('changes nothing when it is sent again, nor when it is taken back again', async () => {
    const { recommendationId, items } = await recommend()
    const movieId = items[1].movie.id
    const target = { recommendationId, movieId }
    await visitor.ask('POST', 'feedback', { ...target, verdict: 'down' })
    const before = [await stored(movieId), await countRows(host)]
    await visitor.ask('POST', 'feedback', { ...target, verdict: 'down' })
    expect([await stored(movieId), await countRows(host)]).toEqual(before)
    for (let i = 0; i < 2; i++) {
      const undone = await visitor.ask('DELETE', `feedback?recommendationId=${recommendationId}&movieId=${movieId}`)
      expect(undone.status).toBe(204)
    }
    expect(await stored(movieId)).toEqual([])
  })

  it('on what was never recommended is refused, and makes no person', async () => {
    const { recommendationId } = await recommend()
    const before = await countRows(host)
    for (const target of [
      { recommendationId: UNKNOWN, movieId: 3 },
      { recommendationId, movieId: 1 },
      { recommendationId, movieId: 2_147_483_647 },
    ]) {
      const given = await visitor.ask('POST', 'feedback', { ...target, verdict: 'up' })
      await expectProblem(given, 404, 'not_found')
      await expectProblem(await visitor.ask('DELETE', 'feedback', target), 404, 'not_found')
    }
    expect(visitor.cookie).toBeUndefined()
    expect(await countRows(host)).toEqual(before)
  })
})

describe('a write that is refused', () => {
  it.each<[string, string, unknown, Record<string, string>]>([
    ['PUT', 'me/ratings/1', { stars: 5.7 }, {}],
    ['PUT', 'me/ratings/1', '', {}],
    ['PUT', 'me/ratings/1', '{', {}],
    ['PUT', 'me/ratings/1', { stars: 4 }, { 'Content-Type': 'text/plain' }],
    ['PUT', 'me/ratings/1', { stars: 4 }, { 'Sec-Fetch-Site': 'cross-site' }],
    ['PUT', 'me/ratings/1', { stars: 4 }, { Origin: 'https://evil.example' }],
    ['PUT', 'me/ratings/1', { stars: 4, more: 'x'.repeat(70_000) }, {}],
    ['PUT', 'me/ratings/0x1', { stars: 4 }, {}],
    ['PUT', 'me/ratings', { stars: 4 }, {}],
    ['DELETE', 'me/ratings/1', undefined, { Origin: 'null' }],
    ['POST', 'feedback', { recommendationId: UNKNOWN, movieId: 1, verdict: 'meh' }, {}],
    ['POST', 'feedback', '', {}],
  ])('changes nothing: %s %s (case %#)', async (method, path, body, headers) => {
    await visitor.ask('PUT', 'me/ratings/1', { stars: 2 })
    const before = await countRows(host)
    for (const who of [visitor, new Visitor(api)]) {
      const response = await who.ask(method, path, body, headers)
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.status).toBeLessThan(500)
      expect(response.headers.get('set-cookie')).toBeNull()
    }
    expect(await countRows(host)).toEqual(before)
    expect(await visitor.get('me/ratings/1')).toEqual({ stars: 2 })
  })
})
