import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { Report } from '@/lib/datasets/report'
import { createTestHost } from '@/test/host'
import { createPerson } from '@/lib/db/profiles'
import { exportData, type ExportName, type ExportWho } from './export-data'
import { giveFeedback } from '../people/give-feedback'
import { rateMovie } from '../people/rate-movie'
import { recommendForPerson } from '../recommend/recommend-for-person'

let host: Awaited<ReturnType<typeof createTestHost>>
let folder: string

beforeAll(async () => {
  host = await createTestHost()
  folder = mkdtempSync(path.join(os.tmpdir(), 'marquee-parquet-'))
  const person = await createPerson(host.db, '0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31')
  await rateMovie(host, person, 1, 4.5)
  const { recommendationId, items } = await recommendForPerson(host, { person, method: 'content', k: 3 })
  await giveFeedback(host, person, { recommendationId, movieId: items[0].movie.id, verdict: 'up' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await host.drop()
})

async function write(name: ExportName, who: ExportWho = 'all'): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of exportData(host, { name, who, format: 'parquet' })) chunks.push(chunk)
  const file = path.join(folder, `${name}-${who}.parquet`)
  await writeFile(file, Buffer.concat(chunks))
  return file
}

async function readBack(name: ExportName, who?: ExportWho): Promise<Record<string, unknown>[]> {
  const bytes = await readFile(await write(name, who))
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) })
}

async function asJson(name: ExportName): Promise<Record<string, unknown>[]> {
  const chunks: Buffer[] = []
  for await (const chunk of exportData(host, { name, who: 'all', format: 'jsonl' })) chunks.push(chunk)
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** JSON has no moments and no numbers of 32 bits. */
const plain = (rows: Record<string, unknown>[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value instanceof Date) return [name, value.toISOString().replace(/\.\d+Z$/, 'Z')]
        return [name, typeof value === 'number' ? Math.fround(value) : (value ?? null)]
      }),
    ),
  )

describe('an export as Parquet', () => {
  it.each(['ratings', 'feedback', 'recommendations'] as const)(
    'of %s holds what the one as JSON holds',
    async (name) => {
      const rows = plain(await readBack(name))
      expect(rows.length).toBeGreaterThan(0)
      expect(rows).toEqual(plain(await asJson(name)))
    },
  )

  it('of nothing is a file without rows', async () => {
    await host.db.pool.query(`DELETE FROM feedback`)
    expect(await readBack('feedback')).toEqual([])
  })

  it('of ratings can be imported again', async () => {
    const source = await openDataSet(await write('ratings', 'crowd'))
    const report = new Report()
    let n = 0
    for await (const { length, ratedAt } of source.ratings(report)) {
      n += length
      expect(Math.min(...ratedAt.subarray(0, length))).toBeGreaterThan(900_000_000)
    }
    await source.close()
    const { rows } = await host.db.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ratings r JOIN profiles p ON p.id = r.profile_id WHERE p.kind = 'crowd'`,
    )
    expect([n, report.badRows]).toEqual([rows[0].n, 0])
  })
})
