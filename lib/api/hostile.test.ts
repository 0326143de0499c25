import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'
import type { Api } from './context'

// Hundreds of requests, each down to the database and every model: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 })

let host: Awaited<ReturnType<typeof createTestHost>>
let api: Api
let recommendationId: string
/** Has a rating, so that reads go all the way down. */
let rater: Visitor

beforeAll(async () => {
  host = await createTestHost()
  api = createApi({ getHost: () => Promise.resolve(host) })
  rater = new Visitor(api)
  await rater.ask('PUT', 'me/ratings/1', { stars: 4 })
  const answer = await rater.get<Recommendation>('movies/1/similar?k=3')
  recommendationId = answer.recommendationId
})
afterAll(() => host.drop())

/** Cannot be written in a URL at all. */
const LONE_SURROGATE = /\p{Cs}/u

const oddText = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }).filter((text) => !LONE_SURROGATE.test(text)),
  fc.constantFrom(
    '',
    '\0',
    "' OR 1=1 --",
    '%',
    '_',
    '\\',
    '../..',
    '__proto__',
    '\u202e',
    '😀',
    '1e3',
    '0x10',
    ' 1',
    '-1',
    '9'.repeat(30),
  ),
)
const id = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map(String) },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: oddText },
)
const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

const cursor = fc.oneof(
  oddText,
  fc.json({ maxDepth: 1 }).map((json) => Buffer.from(json).toString('base64url')),
  fc
    .tuple(fc.date({ noInvalidDate: true }), fc.oneof(fc.integer(), fc.maxSafeInteger()))
    .map(([date, movieId]) => cursorOf(date.toISOString(), movieId)),
  fc.maxSafeNat().map((offset) => Buffer.from(`o${offset}`).toString('base64url')),
)
const param = (name: string, value: fc.Arbitrary<string>) => value.map((text) => `${name}=${encodeURIComponent(text)}`)
const number = fc.oneof(fc.integer({ min: 1, max: 100 }).map(String), fc.double().map(String), oddText)
const queryString = fc
  .array(
    fc.oneof(
      param('q', oddText),
      param('genre', fc.oneof(fc.constant('Comedy'), oddText)),
      param('decade', fc.oneof(fc.constant('1950'), number)),
      param('minRatings', number),
      param('limit', number),
      param('k', number),
      param('n', number),
      param('skip', fc.oneof(fc.constant('1,2'), oddText)),
      param('yearFrom', fc.oneof(fc.constant('1960'), number)),
      param('yearTo', fc.oneof(fc.constant('1990'), number)),
      param('exclude', fc.oneof(fc.constant('1,2'), oddText)),
      param('cursor', cursor),
      param(
        'method',
        fc.oneof(fc.constantFrom('content', 'audience', 'user-knn', 'popularity', 'constructor'), oddText),
      ),
      fc.string({ maxLength: 10, unit: 'grapheme-ascii' }).map((text) => text.replaceAll('#', '')),
    ),
    { maxLength: 4 },
  )
  .map((params) => params.join('&'))

const segment = id.map((text) => encodeURIComponent(text).replaceAll('.', '%2E'))
const readPath = fc.tuple(
  fc.constantFrom(
    'movies',
    'movies/ID',
    'movies/ID/similar',
    'users',
    'users/ID',
    'users/ID/neighbours',
    'users/ID/recommendations',
    'genres',
    'stats',
    'openapi.json',
    'me/recommendations',
    'me/ratings',
    'me/ratings/ID',
    'me/films-to-rate',
    'methods',
    'ID',
  ),
  segment,
  queryString,
)

const anyId = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer(), fc.double(), oddText)
const question = fc.record(
  {
    userId: anyId,
    ratings: fc.array(fc.record({ movieId: anyId, stars: fc.oneof(fc.constantFrom(0.5, 3, 5), fc.double()) })),
    movieIds: fc.oneof(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), fc.array(anyId)),
    method: fc.oneof(fc.constantFrom('user-knn', 'content', 'constructor'), oddText),
  },
  { requiredKeys: ['movieIds'] },
)

/** Text of any size, JSON of any shape, and what is nearly right. */
const body = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.oneof(fc.double({ min: 0, max: 6 }), fc.constantFrom(0.5, 4.5, 5)).map((stars) => JSON.stringify({ stars })),
  fc
    .record(
      {
        recommendationId: fc.oneof(fc.uuid(), fc.constant('KNOWN'), oddText),
        movieId: fc.oneof(fc.integer(), fc.integer({ min: 1, max: 60 }), fc.double(), oddText),
        verdict: fc.oneof(fc.constantFrom('up', 'down', 'seen', 'not-interested'), oddText),
      },
      { requiredKeys: [] },
    )
    .map((feedback) => JSON.stringify(feedback)),
  question.map((asked) => JSON.stringify(asked)),
)

describe('whatever is sent', () => {
  it('a read answers by its contract, and never with a failure of ours', async () => {
    await fc.assert(
      fc.asyncProperty(readPath, async ([template, text, query]) => {
        const response = await rater.ask('GET', `${template.replace('ID', text)}?${query}`)
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 400 },
    )
  })

  it('a cursor is one of ours or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('movies', 'users', 'me/ratings'), cursor, async (list, text) => {
        const response = await rater.ask('GET', `${list}?cursor=${encodeURIComponent(text)}`)
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 200, examples: [['me/ratings', cursorOf('0000-01-01T00:00:00Z', 1)]] },
    )
  })

  it('an ETag is taken, also one that is none', async () => {
    const tag = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim())
    const tags = fc.oneof(fc.constantFrom('*', '"', '""', 'W/"x"', '"a", "b"'), tag)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('movies', 'movies/1', 'movies/999', 'genres'), tags, async (path, text) => {
        const response = await rater.ask('GET', path, undefined, { 'If-None-Match': text })
        expect(response.status).toBe(path === 'movies/999' ? 404 : text === '*' ? 304 : 200)
      }),
      { numRuns: 60 },
    )
  })

  it('a write answers by its contract, and never with a failure of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('PUT', 'DELETE', 'POST', 'PATCH'),
        fc.oneof(
          segment.map((text) => `me/ratings/${text}`),
          fc.constantFrom('feedback', 'feedback?movieId=1&movieId=2', 'predict', 'predict'),
        ),
        body,
        fc.constantFrom('application/json', 'application/json', 'application/json', 'text/plain', 'x'),
        async (method, path, text, contentType) => {
          const sent = text.replace('KNOWN', recommendationId)
          const response = await rater.ask(method, path, sent, { 'Content-Type': contentType })
          expect(response.status).toBeLessThan(500)
        },
      ),
      { numRuns: 400 },
    )
  })
})
