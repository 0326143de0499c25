import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createZip, SMALL_CSV } from '@/lib/datasets/testing'
import { bundleCli, type Cli } from '@/test/cli'
import { createTestDatabase, type TestDatabase } from '@/test/database'

// Each command is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let database: TestDatabase
let cli: Cli

beforeAll(async () => {
  database = await createTestDatabase()
  cli = await bundleCli({ DATABASE_URL: database.url })
  writeFileSync(path.join(cli.folder, 'small.zip'), createZip(SMALL_CSV))
})
afterAll(async () => {
  await cli.remove()
  await database.drop()
})

describe('marquee import', () => {
  it('imports a zip once, from where it was typed, and remembers it as the data set in use', async () => {
    const { code, stdout, stderr } = await cli.run(['import', 'small.zip', '--json'])
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Next: marquee train/)])
    expect(JSON.parse(stdout)).toMatchObject({ alreadyImported: false, read: { movies: 2, ratings: 3, tags: 1 } })
    expect(existsSync(path.join(cli.folder, 'last-data-set.json'))).toBe(true)
    const again = await cli.run(['import', 'small.zip'])
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('there already')])
  })

  it('says which rows were left out, in which line and why, and leaves them out of a dry run as well', async () => {
    writeFileSync(path.join(cli.folder, 'odd.csv'), 'userId,movieId,rating\n1,2,0.7\n1,999,4\n9,1,4\n')
    const { code, stdout, stderr } = await cli.run(['import', 'odd.csv', '--as', 'small', '--dry-run'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 bad rows left out')])
    expect(stderr).toContain('Left out of odd.csv: 1 row, rating is not a half-star from 0.5 to 5.')
    expect(stderr).toContain('odd.csv, line 2: rating is not a half-star from 0.5 to 5\n')
    expect(stderr).toContain('odd.csv, line 3: movie not in catalogue\n')
  })

  it('refuses what is no data set, in one sentence', async () => {
    writeFileSync(path.join(cli.folder, 'text.zip'), 'no zip at all')
    const text = await cli.run(['import', 'text.zip'])
    expect([text.code, text.stdout, text.stderr]).toEqual([
      65,
      '',
      expect.stringMatching(/is not a MovieLens data set.*\n$/),
    ])
    const nothing = await cli.run(['import', 'none.zip', '--json'])
    expect([nothing.code, JSON.parse(nothing.stderr)]).toMatchObject([4, { code: 'not_found' }])
  })
})

describe('marquee batches', () => {
  async function storedRatings() {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    return client
      .query({ text: 'SELECT profile_id, movie_id, half_stars FROM ratings ORDER BY 1, 2', rowMode: 'array' })
      .then(({ rows }) => rows)
      .finally(() => client.end())
  }

  it('says what an import would change, changes nothing, and takes back what it did change', async () => {
    const before = await storedRatings()
    writeFileSync(path.join(cli.folder, 'more.csv'), 'userId,movieId,rating\n1,2,0.5\n9,1,4\n')
    const wish = ['import', 'more.csv', '--as', 'small', '--batch', 'more', '--json']

    const dry = await cli.run([...wish, '--dry-run'])
    expect([dry.code, JSON.parse(dry.stdout)]).toMatchObject([0, { new: { ratings: 1 }, changed: { ratings: 1 } }])
    expect(await storedRatings()).toEqual(before)

    expect((await cli.run(wish)).code).toBe(0)
    const { batches } = JSON.parse((await cli.run(['batches', 'list', '--json'])).stdout)
    expect(batches[0]).toMatchObject({ kind: 'import', label: 'more', dataSet: 'small' })

    expect((await cli.run(['batches', 'undo', String(batches[0].id)])).code).toBe(0)
    expect(await storedRatings()).toEqual(before)
    const again = await cli.run(['batches', 'undo', String(batches[0].id), '--json'])
    expect(again.code).not.toBe(0)
  })
})

describe('marquee enrich', () => {
  it('adds what a dump knows, once', async () => {
    const record = {
      id: 862,
      imdb_id: 'tt0114709',
      title: 'Toy Story',
      overview: 'Toys come alive.',
      keywords: ['toy'],
    }
    writeFileSync(path.join(cli.folder, 'dump.jsonl'), `${JSON.stringify(record)}\n`)
    const first = await cli.run(['enrich', '--from', 'dump.jsonl', '--json'])
    expect([first.code, JSON.parse(first.stdout)]).toMatchObject([0, { found: 1, textsChanged: 1 }])
    writeFileSync(path.join(cli.folder, 'torn.jsonl'), `${JSON.stringify({ ...record, id: 863 })}\n{"id": 86\n`)
    const torn = await cli.run(['enrich', '--from', 'torn.jsonl'])
    expect([torn.code, torn.stderr]).toEqual([0, expect.stringContaining('torn.jsonl, line 2: not JSON\n')])
    const again = await cli.run(['enrich', '--from', 'dump.jsonl'])
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('was applied before')])
  })

  it('without a file and without a key says what is missing', async () => {
    const answer = await cli.run(['enrich', '--json'])
    expect(answer.code).not.toBe(0)
    expect(JSON.parse(answer.stderr).message).toContain('TMDB_API_KEY')
  })
})
