import { afterEach, describe, expect, it } from 'vitest'
import type { AppError } from '@/lib/errors/app-error'
import type { StandIn, StandInFilm } from '@/test/tmdb-server'
import { startTmdb, V3_KEY, V4_TOKEN } from '@/test/tmdb-server'
import type { TmdbTuning } from './client'
import { createTmdbClient } from './client'
import { lookUpFilm } from './look-up-film'

const MATRIX: StandInFilm = {
  ...{ id: 603, imdb_id: 'tt0133093', title: 'The Matrix', original_title: 'The Matrix', release_date: '1999-03-31' },
  ...{ overview: 'A hacker\u0000 wakes up.', tagline: '', runtime: 136, poster_path: '/matrix.jpg', vote_count: 0 },
  ...{
    vote_average: 0,
    popularity: 12.5,
    original_language: 'en',
    belongs_to_collection: { id: 2344, name: 'Matrix' },
  },
  keywords: { keywords: [{ id: 1, name: 'simulation' }] },
  credits: {
    cast: ['Keanu', 'Laurence', 'Carrie-Anne', 'Hugo', 'Gloria', 'Joe'].map((name) => ({ name })),
    crew: [
      { name: 'Lana', job: 'Director' },
      { name: 'Bill', job: 'Editor' },
      { name: 'Lilly', job: 'Director' },
    ],
  },
  alternative_titles: {
    titles: [
      { iso_3166_1: 'FR', title: 'Matrice' },
      { iso_3166_1: 'US', title: 'Matrix 1' },
    ],
  },
}

let tmdb: StandIn | undefined
afterEach(() => tmdb?.close())

const QUICK = { backoffMs: 2, attempts: 3, timeoutMs: 400 }

async function clientFor(films: StandInFilm[], tuning: Partial<TmdbTuning> = {}, key = V3_KEY, delayMs = 0) {
  tmdb = await startTmdb(films, { delayMs })
  return createTmdbClient({ tmdbApiKey: key, tmdbApiUrl: tmdb.apiUrl }, { ...QUICK, ...tuning })
}

/** Everything that an error tells a person or a log. */
async function failureOf(work: Promise<unknown>): Promise<{ code: string; all: string }> {
  const error = (await work.then(
    () => expect.fail('it should have failed'),
    (thrown: unknown) => thrown,
  )) as AppError
  const cause = error.cause instanceof Error ? `${error.cause.message} ${error.cause.stack}` : String(error.cause)
  return { code: error.code, all: `${error.message} ${error.stack} ${cause} ${JSON.stringify(error)}` }
}

describe('The client of TMDb', () => {
  it('answers a film with its keywords, people and titles, and nothing for an unknown id', async () => {
    const client = await clientFor([MATRIX])
    expect(await client.fetchMovie(603)).toEqual({
      ...{ tmdbId: 603, imdbId: 'tt0133093', title: 'The Matrix', overview: 'A hacker wakes up.', tagline: null },
      ...{ posterPath: '/matrix.jpg', backdropPath: null, runtime: 136, releaseDate: '1999-03-31' },
      ...{ originalLanguage: 'en', popularity: 12.5, voteAverage: null, voteCount: 0, keywords: ['simulation'] },
      ...{ directors: ['Lana', 'Lilly'], cast: ['Keanu', 'Laurence', 'Carrie-Anne', 'Hugo', 'Gloria'] },
      ...{ countries: null, collection: 'Matrix', alternativeTitles: ['Matrix 1'] },
    })
    expect(await client.fetchMovie(1)).toBeNull()
  })

  it.each([
    ['a v3 key in the query', V3_KEY],
    ['a v4 token in the header', V4_TOKEN],
  ])('takes %s', async (_, key) => {
    const client = await clientFor([MATRIX], {}, key)
    expect(await client.fetchMovie(603)).toMatchObject({ title: 'The Matrix' })
  })

  it.each<[string, Parameters<StandIn['fail']>[1]]>([
    ['a server error', { status: 503 }],
    ['an answer that is cut short', 'cut short'],
    ['an answer that never comes', 'silent'],
    ['an answer that is not JSON', { body: '<html>maintenance</html>' }],
    ['JSON that is no film', { body: '{"page":1}' }],
    ['the answer about another film', { body: JSON.stringify({ ...MATRIX, id: 604 }) }],
  ])('tries again after %s', async (_, fault) => {
    const client = await clientFor([MATRIX])
    tmdb!.fail('/movie/603', fault)
    expect(await client.fetchMovie(603)).toMatchObject({ tmdbId: 603 })
    expect(tmdb!.requests).toHaveLength(2)
  })

  it('comes back when TMDb says so, with every request', async () => {
    const client = await clientFor([MATRIX, { id: 2, title: 'Two' }], { concurrency: 1 })
    tmdb!.fail('/movie/603', { status: 429, retryAfter: '1' })
    await Promise.all([client.fetchMovie(603), client.fetchMovie(2)])
    const [first, ...later] = tmdb!.times
    expect(later).toHaveLength(2)
    for (const time of later) expect(time - first).toBeGreaterThan(950)
  })

  it('understands a date to come back at, and does not wait for hours', async () => {
    const client = await clientFor([MATRIX])
    tmdb!.fail('/movie', { status: 429, retryAfter: new Date(Date.now() + 3_600_000).toUTCString() })
    expect(await failureOf(client.fetchMovie(603))).toMatchObject({
      code: 'unavailable',
      all: expect.stringMatching(/come back in 3\d\d\d seconds/),
    })
  })

  it('gives up after some attempts, and names the request but neither address nor key', async () => {
    const client = await clientFor([MATRIX])
    tmdb!.fail('/movie', { status: 500 }, { status: 502 }, { status: 500 })
    const { code, all } = await failureOf(client.fetchMovie(603))
    expect(code).toBe('unavailable')
    expect(all).toMatch('TMDb could not be asked for /movie/603: it answered 500 (3 attempts).')
    expect(all).not.toMatch(V3_KEY)
    expect(all).not.toMatch(/https?:/)
  })

  it('keeps the key to itself where nothing listens, and where it is refused', async () => {
    const nowhere = await clientFor([])
    await tmdb!.close()
    const unreachable = await failureOf(nowhere.fetchMovie(603))
    expect(unreachable.all).toMatch('no connection (ECONNREFUSED)')
    expect(unreachable.all).not.toMatch(V3_KEY)
    const other = V3_KEY.replace('0', 'f')
    const client = await clientFor([MATRIX], {}, other)
    const refused = await failureOf(client.fetchMovie(603))
    expect(refused.code).toBe('bad_configuration')
    expect(refused.all).not.toMatch(other)
    expect(tmdb!.requests).toHaveLength(1)
  })

  it.each([
    ['no key', undefined, /TMDB_API_KEY is not set/],
    ['something that is no key', 'my password', /neither a v3 key .* nor a v4 token/],
  ])('refuses %s without repeating it', async (_, tmdbApiKey, message) => {
    const create = () => createTmdbClient({ tmdbApiKey, tmdbApiUrl: 'http://127.0.0.1:9/3' })
    expect(create).toThrow(message)
    expect(create).not.toThrow('my password')
  })

  it('stays within its rate and its number of requests at once', async () => {
    const films = Array.from({ length: 25 }, (_, i) => ({ id: i + 1, title: `Film ${i}` }))
    const client = await clientFor(films, { requestsPerSecond: 10, concurrency: 3 }, V3_KEY, 20)
    await Promise.all(films.map(({ id }) => client.fetchMovie(id)))
    expect(tmdb!.mostAtOnce).toBe(3)
    const { times } = tmdb!
    // Between the sending of a request and its arrival some milliseconds pass.
    const inOneSecond = times.map((start) => times.filter((time) => time >= start && time < start + 900).length)
    expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(10)
  })

  it('stops at once when it is told to', async () => {
    const client = await clientFor([MATRIX], { timeoutMs: 20_000 })
    tmdb!.fail('/movie', 'silent')
    const stopping = new AbortController()
    const asked = client.fetchMovie(603, stopping.signal)
    setTimeout(() => stopping.abort(), 50)
    await expect(asked).rejects.toThrow('stopped')
  })
})

describe('Looking up a film', () => {
  const wanted = { title: 'Amélie', alternativeTitles: [] as string[], year: 2001, tmdbId: null, imdbId: null }
  const AMELIE = { id: 194, imdb_id: 'tt0211915', title: 'Amelie', release_date: '2001-04-25' }

  it('asks by TMDb id, and by IMDb id where that leads nowhere', async () => {
    const client = await clientFor([AMELIE])
    expect(await lookUpFilm(client, { ...wanted, tmdbId: 9, imdbId: 'tt0211915' })).toMatchObject({ tmdbId: 194 })
    expect(tmdb!.requests.map((path) => path.split('?')[0])).toEqual(['/movie/9', '/find/tt0211915', '/movie/194'])
  })

  it('falls back to title and year, without accents, and takes the film of that very year', async () => {
    const remake = { id: 7, title: 'amélie!', release_date: '2002-01-01' }
    const client = await clientFor([remake, { ...AMELIE, title: 'AMÉLIE' }])
    expect(await lookUpFilm(client, wanted)).toMatchObject({ tmdbId: 194 })
  })

  it('would rather find nothing than another film', async () => {
    const client = await clientFor([
      { id: 1, title: 'Amélie and Friends', release_date: '2001-01-01' },
      { id: 2, title: 'Amélie', release_date: '1970-01-01' },
      { id: 3, title: 'Amélie' },
    ])
    expect(await lookUpFilm(client, wanted)).toBeNull()
    expect(await lookUpFilm(client, { ...wanted, year: null })).toBeNull()
  })
})

describe('The stand-in', () => {
  it('serves posters of every width', async () => {
    tmdb = await startTmdb([])
    const image = await fetch(`${tmdb.imageHost}/t/p/w342/matrix.jpg`)
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(await image.text()).toMatch('width="342" height="513"')
  })
})
