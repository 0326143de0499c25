import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/lib/db/client'
import { createApi } from '@/lib/api/app'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { Visitor } from '@/test/api'
import { bundleCli, type Cli } from '@/test/cli'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { createTestHost } from '@/test/host'

// Each command is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let host: Awaited<ReturnType<typeof createTestHost>>
let cli: Cli
let other: TestDatabase
let otherDb: Db

beforeAll(async () => {
  host = await createTestHost()
  cli = await bundleCli({ DATABASE_URL: host.config.databaseUrl ?? '' })
  await leaveTraces()
  expect(await cli.run(['db', 'backup', 'all.gz'])).toMatchObject({ code: 0, stderr: '' })
})
afterAll(async () => {
  await cli.remove()
  await host.drop()
})
beforeEach(async () => {
  other = await createTestDatabase()
  otherDb = openDb(other.url)
  return async () => {
    await otherDb.close()
    await other.drop()
  }
})

/** Somebody rates, is recommended films, and judges one of them. */
async function leaveTraces() {
  const visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
  await visitor.ask('PUT', 'me/ratings/1', { stars: 4.5 })
  await visitor.ask('PUT', 'me/ratings/2', { stars: 1 })
  const { recommendationId, items } = await visitor.get<Recommendation>('me/recommendations?method=content&k=5')
  await visitor.get('users/7/recommendations')
  await visitor.get('movies/3/similar')
  await visitor.ask('POST', 'feedback', { recommendationId, movieId: items[0].movie.id, verdict: 'up' })
}

const inOther = (...args: string[]) => cli.run(args, { env: { DATABASE_URL: other.url } })

/** Everything a backup keeps, in words that do not depend on row numbers. */
async function contentsOf(db: Db) {
  const list = async (sql: string) => (await db.pool.query<{ t: unknown }>(sql)).rows.map((row) => row.t)
  const who = `coalesce(p.user_id::text, p.person_key::text)`
  return {
    movies: await list('SELECT m AS t FROM movies m ORDER BY id'),
    profiles: await list(`SELECT ${who} AS t FROM profiles p ORDER BY 1`),
    ratings: await list(
      `SELECT concat_ws(' ', ${who}, movie_id, half_stars, rated_at) AS t FROM ratings r JOIN profiles p ON p.id = r.profile_id ORDER BY 1`,
    ),
    stats: await list('SELECT s AS t FROM movie_stats s ORDER BY movie_id'),
    genome: await list(
      `SELECT concat_ws(' ', tag_id, tag) AS t FROM genome_tags UNION ALL SELECT concat_ws(' ', movie_id, relevance) FROM genome_scores ORDER BY 1`,
    ),
    imports: await list(`SELECT concat_ws(' ', data_set, file_hash, changed_rows) AS t FROM data_imports ORDER BY id`),
    runs: await list('SELECT r AS t FROM model_runs r ORDER BY id'),
    recommendations: await list(
      `SELECT concat_ws(' ', r.id, method, model_run_id, v.person_key, ${who}, source_movie_id, r.created_at) AS t
       FROM recommendations r LEFT JOIN profiles v ON v.id = viewer_id LEFT JOIN profiles p ON p.id = source_profile_id ORDER BY 1`,
    ),
    items: await list('SELECT i AS t FROM recommendation_items i ORDER BY recommendation_id, rank'),
    feedback: await list(
      `SELECT concat_ws(' ', f.id, ${who}, movie_id, method, verdict, recommendation_id, f.created_at) AS t
       FROM feedback f JOIN profiles p ON p.id = person_id ORDER BY 1`,
    ),
  }
}

describe('a backup', () => {
  it('fills an empty database with all there was', async () => {
    const answer = await inOther('db', 'restore', 'all.gz')
    expect([answer.code, answer.stderr]).toEqual([0, 'Next: marquee train.\n'])
    const contents = await contentsOf(otherDb)
    expect(contents).toEqual(await contentsOf(host.db))
    expect(contents.feedback).toHaveLength(1)
    expect(contents.genome).toHaveLength(3 + 59)
    expect(contents.recommendations).toHaveLength(3)
  })

  it('is put back twice without doubling anything, and never over something newer', async () => {
    await inOther('db', 'restore', 'all.gz')
    await otherDb.pool.query(
      `UPDATE ratings SET half_stars = 2, rated_at = now() + interval '1 day' FROM profiles p
       WHERE p.id = profile_id AND kind = 'person' AND movie_id = 1`,
    )
    const before = await contentsOf(otherDb)
    expect((await inOther('db', 'restore', 'all.gz')).code).toBe(0)
    expect(await contentsOf(otherDb)).toEqual(before)
  })

  it('brings back the people that a reset took', async () => {
    await inOther('db', 'restore', 'all.gz')
    const before = await contentsOf(otherDb)
    expect((await inOther('db', 'reset', '--people-only', '--yes')).code).toBe(0)
    const without = await contentsOf(otherDb)
    expect([without.profiles.length, without.feedback, without.recommendations]).toEqual([40, [], []])
    expect(without.movies).toEqual(before.movies)
    await inOther('db', 'restore', 'all.gz')
    expect(await contentsOf(otherDb)).toEqual(before)
  })

  it('is not written over another one unless told to', async () => {
    const before = await readFile(path.join(cli.folder, 'all.gz'))
    const answer = await cli.run(['db', 'backup', 'all.gz'])
    expect([answer.code, answer.stderr]).toEqual([5, expect.stringContaining('--force')])
    expect(await readFile(path.join(cli.folder, 'all.gz'))).toEqual(before)
    expect(await cli.run(['db', 'backup', 'all.gz', '--force'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('of the people only needs their data set', async () => {
    await cli.run(['db', 'backup', 'people.gz', '--people-only'])
    expect(gunzipSync(await readFile(path.join(cli.folder, 'people.gz'))).toString()).not.toContain('Rio Bravo')
    const answer = await inOther('db', 'restore', 'people.gz')
    expect([answer.code, answer.stderr]).toEqual([5, expect.stringContaining('Import "test" first')])
  })

  it('is refused by another data set', async () => {
    await otherDb.pool.query(
      `INSERT INTO data_imports (data_set, layout, file_hash, report, changed_rows) VALUES ('ml-1m', 'x', 'y', '{}', 1)`,
    )
    const answer = await inOther('db', 'restore', 'all.gz')
    expect([answer.code, answer.stderr]).toEqual([5, expect.stringContaining('ml-1m')])
  })

  it('that is cut short or damaged anywhere changes nothing', async () => {
    const whole = gunzipSync(await readFile(path.join(cli.folder, 'all.gz')))
    const empty = await contentsOf(otherDb)
    const bad: [string, Buffer][] = [
      ['cut short', gzipSync(whole.subarray(0, whole.length - 14))],
      ['cut in the middle', gzipSync(whole).subarray(0, 3000)],
      ['another format', gzipSync('{"format":"else"}\n')],
      ['not packed', whole],
      ['nothing', Buffer.alloc(0)],
      ['a row damaged', gzipSync(Buffer.from(whole.toString('latin1').replace('\t1951\t', '\tx951\t'), 'latin1'))],
    ]
    for (const [what, bytes] of bad) {
      await writeFile(path.join(cli.folder, 'bad.gz'), bytes)
      const answer = await inOther('db', 'restore', 'bad.gz')
      expect([what, answer.code, answer.stdout]).toEqual([what, 65, ''])
    }
    expect(await contentsOf(otherDb)).toEqual(empty)
    expect((await inOther('db', 'restore', 'none.gz')).code).toBe(4)
  })
})

describe('a reset', () => {
  it('asks for --yes, and is refused while Marquee runs', async () => {
    await inOther('db', 'restore', 'all.gz')
    const asked = await inOther('db', 'reset')
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--yes')])
    await otherDb.pool.query('SELECT 1')
    const running = await inOther('db', 'reset', '--yes')
    expect([running.code, running.stderr]).toEqual([5, expect.stringContaining('running')])
    expect((await contentsOf(otherDb)).movies).toHaveLength(60)
  })

  it('leaves an empty database that can be filled again', async () => {
    await inOther('db', 'restore', 'all.gz')
    await otherDb.close()
    const answer = await inOther('db', 'reset', '--yes', '--json')
    expect([answer.code, JSON.parse(answer.stdout)]).toEqual([0, { dataSet: 'test', peopleOnly: false }])
    otherDb = openDb(other.url)
    expect(Object.values(await contentsOf(otherDb)).flat()).toEqual([])
    await otherDb.close()
    otherDb = openDb(other.url)
    expect((await inOther('db', 'restore', 'all.gz')).code).toBe(0)
    expect((await contentsOf(otherDb)).movies).toHaveLength(60)
  })
})
