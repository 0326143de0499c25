import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
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
