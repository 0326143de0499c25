import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
  await visitor.ask('PUT', 'me/ratings/1', { stars: 4 })
})
afterAll(() => host.drop())

describe('fields', () => {
  it.each([
    ['movies?limit=2', 'id,title'],
    ['users?limit=2', 'userId,mean'],
    ['users/7/neighbours?k=2', 'userId'],
    ['users/7/recommendations?k=2', 'movie,rank'],
    ['movies/1/similar?k=2', 'score'],
    ['me/recommendations?method=popularity&k=2', 'movie,score'],
    ['me/films-to-rate?n=2', 'id'],
    ['me/ratings?limit=2', 'stars'],
    ['genres?x=1', 'genre,nMovies'],
  ])('leave of each item of %s what is named: %s', async (path, fields) => {
    const whole = await visitor.get<{ items: Record<string, unknown>[] }>(path)
    const sparse = await visitor.get<{ items: Record<string, unknown>[] }>(`${path}&fields=${fields}`)
    expect(sparse.items.length).toBeGreaterThan(0)
    for (const item of sparse.items) expect(Object.keys(item).sort()).toEqual(fields.split(',').sort())
    const { items: _, ...around } = whole
    // Each recommendation has an id of its own.
    expect(Object.keys(sparse).sort()).toEqual([...Object.keys(around), 'items'].sort())
  })

  it('leave of one object what is named', async () => {
    expect(await visitor.get('movies/1?fields=title, year')).toEqual({ title: 'Amélie', year: 1951 })
    expect(await visitor.get('users/7?fields=userId')).toEqual({ userId: 7 })
  })

  it('that do not exist are refused with those that do', async () => {
    for (const fields of ['secret', 'title,', 'toString', 'movie.id']) {
      const problem = await expectProblem(await visitor.ask('GET', `movies/1?fields=${fields}`), 422, 'invalid')
      expect(problem.errors?.['fields.0'] ?? problem.errors?.['fields.1']).toEqual([
        expect.stringContaining('overview'),
      ])
    }
  })

  it('make another ETag', async () => {
    const tag = async (path: string) => (await visitor.ask('GET', path)).headers.get('etag')
    expect(await tag('movies/1?fields=title')).not.toBe(await tag('movies/1'))
  })
})
