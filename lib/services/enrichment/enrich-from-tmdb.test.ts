import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorkbench } from '@/lib/datasets/testing'
import type { TestDatabase } from '@/test/database'
import { createTestDatabase } from '@/test/database'
import type { StandIn, StandInFilm } from '@/test/tmdb-server'
import { startTmdb, V3_KEY } from '@/test/tmdb-server'
import { enrichFromFile, enrichFromTmdb, type EnrichFromTmdbOptions } from './enrich-catalogue'
import type { EnrichmentProgress } from './enrichment-run'

let database: TestDatabase
let client: pg.Client
let tmdb: StandIn

const FILMS: StandInFilm[] = [
  { id: 11, title: 'Film One', release_date: '2001-05-05', overview: 'Story one.', poster_path: '/one.jpg' },
  { id: 12, imdb_id: 'tt0000012', title: 'Film Two', release_date: '2002-05-05', overview: 'Story two.' },
  { id: 13, title: 'Film Three', release_date: '2003-05-05', overview: 'Story three.', keywords: { keywords: [] } },
]

beforeEach(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords, tmdb_id, imdb_id) VALUES
      (1, 'Film One', '{}', 2001, '{}', '{}', '{}', '{}', '{}', 11, NULL),
      (2, 'Film Two', '{}', 2002, '{}', '{}', '{}', '{}', '{}', NULL, 'tt0000012'),
      (3, 'Film Three', '{}', 2003, '{}', '{}', '{}', '{}', '{}', NULL, NULL),
      (4, 'Unknown', '{}', 2004, '{}', '{}', '{}', '{}', '{}', 99, NULL);
    INSERT INTO profiles (kind, user_id) VALUES ('crowd', 1);
    INSERT INTO ratings VALUES (1, 4, 8, now());
    SELECT refresh_movie_stats();`)
  tmdb = await startTmdb(FILMS)
})
afterEach(async () => {
  await tmdb.close()
  await client.end()
  await database.drop()
})

const enrich = (options: Partial<EnrichFromTmdbOptions> = {}) =>
  enrichFromTmdb({
    connectionString: database.url,
    config: { tmdbApiKey: V3_KEY, tmdbApiUrl: tmdb.apiUrl },
    tuning: { attempts: 2, backoffMs: 2, timeoutMs: 1000 },
    ...options,
  })

const stories = async () =>
  (
    await client.query<unknown[]>({
      text: 'SELECT id, overview, tmdb_id, enrichment_source FROM movies ORDER BY id',
      rowMode: 'array',
    })
  ).rows

describe('An enrichment from TMDb', () => {
  it('finds films by id, by IMDb id and by title, and counts what it found', async () => {
    const progress: EnrichmentProgress[] = []
    const result = await enrich({ onProgress: (now) => progress.push(now) })
    expect(result).toMatchObject({ found: 3, missing: 1, failed: 0, updated: 3, textsChanged: 3 })
    expect(await stories()).toEqual([
      [1, 'Story one.', 11, 'tmdb'],
      [2, 'Story two.', 12, 'tmdb'],
      [3, 'Story three.', 13, 'tmdb'],
      [4, null, 99, 'tmdb'],
    ])
    expect(progress).toHaveLength(4)
    expect(progress.at(-1)).toMatchObject({ fraction: 1, secondsLeft: 0, found: 3, missing: 1 })
  })

  it('asks about the most rated films first', async () => {
    await enrich({ tuning: { concurrency: 1 } })
    expect(tmdb.requests[0]).toMatch('/movie/99')
  })

  it('asks about no film again before its cache term, found or not', async () => {
    await enrich()
    const asked = tmdb.requests.length
    expect(await enrich()).toMatchObject({ found: 0, missing: 0, updated: 0 })
    expect(tmdb.requests).toHaveLength(asked)
    await client.query(`UPDATE movies SET enriched_at = now() - interval '181 days' WHERE id = 4`)
    expect(await enrich()).toMatchObject({ found: 0, missing: 1 })
    await enrich({ force: true, cacheDays: 30 })
    expect(tmdb.requests.filter((path) => path.startsWith('/movie/11'))).toHaveLength(2)
  })

  it('asks also about films that a file told something of, and fills only what it left out', async () => {
    const bench = createWorkbench()
    const file = bench.writeFile('x.jsonl', JSON.stringify({ id: 11, title: 'Film One', overview: 'As in the file.' }))
    await enrichFromFile({ connectionString: database.url, path: file })
    bench.remove()
    await enrich()
    const { rows } = await client.query('SELECT overview, poster_path, enrichment_source FROM movies WHERE id = 1')
    expect(rows[0]).toEqual({ overview: 'As in the file.', poster_path: '/one.jpg', enrichment_source: 'tmdb' })
  })

  it('counts a film whose answer does not come, and asks for it the next time', async () => {
    tmdb.fail('/movie/11', { status: 500 }, { body: 'nonsense' })
    expect(await enrich()).toMatchObject({ found: 2, missing: 1, failed: 1 })
    tmdb.requests.length = 0
    expect(await enrich()).toMatchObject({ found: 1, missing: 0, failed: 0 })
    expect(tmdb.requests).toHaveLength(1)
  })

  it('stops when it is told to, keeps what came, and goes on from there', async () => {
    await client.query(
      `INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords, tmdb_id)
       SELECT id, 'Unknown ' || id, '{}', NULL, '{}', '{}', '{}', '{}', '{}', 11 FROM generate_series(5, 30) id`,
    )
    const stopping = new AbortController()
    const onProgress = ({ found }: EnrichmentProgress) => found === 7 && stopping.abort()
    await expect(enrich({ signal: stopping.signal, onProgress })).rejects.toThrow(/stopped.*Run it again to go on/)
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM movies WHERE overview IS NOT NULL',
    )
    expect(rows[0].n).toBeGreaterThanOrEqual(7)
    expect(rows[0].n).toBeLessThan(29)
    expect(await enrich()).toMatchObject({ found: 29 - rows[0].n })
  })

  it('ends early where TMDb refuses the key, and where it does not answer at all', async () => {
    const config = { tmdbApiKey: 'f'.repeat(32), tmdbApiUrl: tmdb.apiUrl }
    await expect(enrich({ config })).rejects.toMatchObject({ code: 'bad_configuration' })
    await client.query(
      `INSERT INTO movies (id, title, alternative_titles, genres, countries, directors, "cast", keywords, tmdb_id)
       SELECT id, 'Film ' || id, '{}', '{}', '{}', '{}', '{}', '{}', id FROM generate_series(100, 180) id`,
    )
    await tmdb.close()
    await expect(enrich()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no connection (ECONNREFUSED)'),
    })
    expect((await stories()).every(([, overview]) => overview === null)).toBe(true)
  })
})
