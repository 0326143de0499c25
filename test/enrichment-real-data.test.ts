// What a real dump brings to a real data set: most films get a story, and a second time changes nothing.
import { existsSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { enrichFromFile } from '@/lib/services/enrichment/enrich-catalogue'
import { importDataSet } from '@/lib/services/imports/import-data-set'
import type { TestDatabase } from './database'
import { createTestDatabase } from './database'

const folder = process.env.MARQUEE_TEST_DATA || 'nowhere'
const archive = path.join(folder, 'ml-latest-small.zip')
const dump = path.join(folder, 'tmdb-movies.jsonl.gz')
const there = existsSync(archive) && existsSync(dump)
const reason = there
  ? ''
  : ' (skipped: MARQUEE_TEST_DATA names no folder with ml-latest-small.zip and tmdb-movies.jsonl.gz)'

describe.skipIf(reason)(`MovieLens latest-small with a dump of TMDb${reason}`, () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  it('has an overview for at least 8,300 films and a poster for at least 9,500, and a second time changes nothing', async () => {
    const source = await openDataSet(archive)
    await importDataSet({ connectionString: database.url, source }).finally(() => source.close())
    const result = await enrichFromFile({ connectionString: database.url, path: dump })
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query<{ overviews: number; posters: number }>(
      'SELECT count(overview)::int AS overviews, count(poster_path)::int AS posters FROM movies',
    )
    await client.end()
    expect(rows[0].overviews).toBeGreaterThanOrEqual(8300)
    expect(rows[0].posters).toBeGreaterThanOrEqual(9500)
    expect(result.failed).toBe(0)
    const again = await enrichFromFile({ connectionString: database.url, path: dump, force: true })
    expect(again).toMatchObject({ found: result.found, updated: 0, textsChanged: 0 })
  }, 300_000)
})
