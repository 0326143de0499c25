// kill -9 at any moment of an import: nothing half done is left, and the next import succeeds.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleCli, type Cli } from '@/test/cli'
import { createTestDatabase, type TestDatabase } from '@/test/database'

// Each import is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

const N_MOVIES = 300
const N_USERS = 600
const PER_USER = 100
const KILLS = 4

let database: TestDatabase
let cli: Cli
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  cli = await bundleCli({ DATABASE_URL: database.url })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  writeDataSet('first', (user, i) => (user * 7 + i * 3) % N_MOVIES, 4)
  // The same people change half of their minds, and rate other films too.
  writeDataSet('second', (user, i) => (user * 7 + i * 3 + (i % 2)) % N_MOVIES, 3.5)
})
afterAll(async () => {
  await client.end()
  await cli.remove()
  await database.drop()
})

function writeDataSet(name: string, movieOf: (user: number, i: number) => number, stars: number) {
  const folder = path.join(cli.folder, name)
  mkdirSync(folder)
  const movies = Array.from(
    { length: N_MOVIES },
    (_, i) => `${i + 1},Film ${i + 1} (${1950 + (i % 60)}),Drama|Comedy\n`,
  )
  writeFileSync(path.join(folder, 'movies.csv'), `movieId,title,genres\n${movies.join('')}`)
  const time = name === 'first' ? 1_000_000_000 : 1_100_000_000
  const rows: string[] = []
  for (let user = 1; user <= N_USERS; user++)
    for (let i = 0; i < PER_USER; i++) rows.push(`${user},${movieOf(user, i) + 1},${stars},${time + i}\n`)
  writeFileSync(path.join(folder, 'ratings.csv'), `userId,movieId,rating,timestamp\n${rows.join('')}`)
}

/** Every row, and every table, index, constraint and trigger: what an import may not leave half done. */
async function stateOf(): Promise<unknown> {
  const { rows } = await client.query<{ name: string; state: string }>(`
    SELECT 'movies' AS name, concat(count(*), md5(coalesce(string_agg(m::text, '' ORDER BY id), ''))) AS state FROM movies m
    UNION ALL SELECT 'profiles', concat(count(*), md5(coalesce(string_agg(user_id::text, ' ' ORDER BY user_id), ''))) FROM profiles
    UNION ALL SELECT 'ratings', concat(count(*), md5(coalesce(string_agg(concat_ws(' ', p.user_id, movie_id, half_stars, rated_at), ',' ORDER BY p.user_id, movie_id), '')))
      FROM ratings r JOIN profiles p ON p.id = r.profile_id
    UNION ALL SELECT 'imports', string_agg(concat_ws(' ', data_set, file_hash, changed_rows), ',' ORDER BY id) FROM data_imports
    UNION ALL SELECT 'undo', concat((SELECT count(*) FROM undo_ratings), ' ', (SELECT count(*) FROM undo_movies), ' ', (SELECT count(*) FROM undo_profiles))
    UNION ALL SELECT 'stats', md5(coalesce(string_agg(s::text, '' ORDER BY movie_id), '')) FROM movie_stats s
    UNION ALL SELECT 'relations', string_agg(concat_ws(' ', relname, relkind, relpersistence), ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'constraints', string_agg(concat_ws(' ', conname, convalidated), ',' ORDER BY conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'triggers', string_agg(concat_ws(' ', tgrelid::regclass, tgfoid::regproc, tgenabled), ',' ORDER BY tgrelid, tgfoid) FROM pg_trigger`)
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}

/** Postgres notices that its client is gone at the latest when the statement it is at ends. */
async function untilAlone(): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    if (rows[0].n === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function timeOf(name: string): Promise<number> {
  const startedAt = performance.now()
  const { code, stderr } = await cli.run(['import', name, '--as', 'first', '--json', '--dry-run'])
  expect([code, stderr]).toEqual([0, ''])
  return performance.now() - startedAt
}

/** Kills imports spread over their time; each must leave the state before, or the whole of the one after. */
async function killAlong(name: string): Promise<{ killed: number; done: number }> {
  const took = await timeOf(name)
  const before = await stateOf()
  let killed = 0
  for (let i = 0; i < KILLS; i++) {
    // The start of the process takes a good part of it, and says nothing.
    const moment = Math.round(took * (0.2 + (1.1 * (i + Math.random())) / KILLS))
    const { code, stdout } = await cli.run(['import', name, '--as', 'first', '--json'], { killAfter: moment })
    await untilAlone()
    if (code === 0 || stdout !== '') return { killed, done: 1 }
    killed += 1
    const after = (await stateOf()) as Record<string, string>
    const isWhole = after.imports !== (before as Record<string, string>).imports
    // Killed between the commit and its report: then all of it is there.
    if (isWhole) return { killed, done: 1 }
    expect(after, `killed after ${moment} of ${Math.round(took)} ms`).toEqual(before)
  }
  return { killed, done: 0 }
}

describe('an import that is killed', () => {
  it.each(['first', 'second'])('leaves what was there, and the next one brings all of it: %s', async (name) => {
    const { killed } = await killAlong(name)
    expect(killed).toBeGreaterThan(0)
    const { code } = await cli.run(['import', name, '--as', 'first', '--json'])
    expect(code).toBe(0)
    const again = await cli.run(['import', name, '--as', 'first', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ alreadyImported: true })
    const { rows } = await client.query<{ n: number; changed: number }>(
      `SELECT count(*)::int AS n, count(*) FILTER (WHERE half_stars = 7)::int AS changed FROM ratings`,
    )
    const expected = name === 'first' ? [N_USERS * PER_USER, 0] : [expect.any(Number), N_USERS * PER_USER]
    expect([rows[0].n, rows[0].changed]).toEqual(expected)
  })
})
