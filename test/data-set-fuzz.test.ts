// MARQUEE_FUZZ_RUNS=20000 npx vitest run test/data-set-fuzz.test.ts for the long run.
import { rmSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors/app-error'
import type { HostileInput } from './hostile-data-set'
import { hostileInput } from './hostile-data-set'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { Report } from '@/lib/datasets/report'
import { createWorkbench } from '@/lib/datasets/testing'

const bench = createWorkbench()
afterAll(() => bench.remove())

const NUM_RUNS = Number(process.env.MARQUEE_FUZZ_RUNS ?? 250)

let made = 0
function write({ kind, contents }: HostileInput): string {
  const folder = `${(made += 1)}`
  bench.writeFolder(folder, contents)
  return kind === 'folder' ? path.join(bench.folder, folder) : path.join(bench.folder, folder, Object.keys(contents)[0])
}

const counts = { read: 0, refused: 0, rows: 0, badRows: 0 }

/** Reads all there is, holding every row to what the database demands of it. */
async function readEverything(file: string): Promise<void> {
  const report = new Report()
  const source = await openDataSet(file)
  try {
    for await (const movies of source.movies(report))
      for (const { id, title, year } of movies) {
        expect(id >= 1 && id <= 2_147_483_647 && title !== '' && title.isWellFormed() && !title.includes('\0')).toBe(
          true,
        )
        expect(year === null || (year >= 1870 && year <= 2100)).toBe(true)
      }
    for await (const { length, userId, movieId, halfStars, ratedAt } of source.ratings(report))
      for (let row = 0; row < length; row++) {
        counts.rows += 1
        expect([userId[row] > 0, movieId[row] > 0, ratedAt[row] >= 0]).toEqual([true, true, true])
        expect(halfStars[row] >= 1 && halfStars[row] <= 10).toBe(true)
      }
    for await (const tags of source.tags(report)) for (const { tag } of tags) expect(tag).toMatch(/^[^\0]{1,500}$/)
  } finally {
    await source.close()
  }
  for (const { file: name, line } of report.firstBadRows) expect([name !== '', line >= 1]).toEqual([true, true])
  counts.badRows += report.badRows
}

describe('Whatever is given as a data set', () => {
  it(
    'is read with its bad rows reported, or refused in one sentence, and never anything else',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileInput, async (input) => {
          const file = write(input)
          try {
            await readEverything(file)
            counts.read += 1
          } catch (error) {
            if (!isAppError(error)) throw error
            expect(['bad_data', 'not_found']).toContain(error.code)
            expect(error.message).toMatch(/\.$/)
            counts.refused += 1
          } finally {
            rmSync(path.join(bench.folder, String(made)), { recursive: true })
          }
        }),
        { numRuns: NUM_RUNS },
      )
      // Were all refused at the door, nothing would have been tried.
      expect(counts.read).toBeGreaterThan(NUM_RUNS / 10)
      expect(counts.refused).toBeGreaterThan(NUM_RUNS / 10)
      expect(counts.rows).toBeGreaterThan(NUM_RUNS / 4)
      expect(counts.badRows).toBeGreaterThan(NUM_RUNS / 4)
      if (NUM_RUNS > 1000) process.stdout.write(`${JSON.stringify(counts)}\n`)
    },
    60_000 + NUM_RUNS * 1000,
  )

  it('a line of 10 MB costs one row and little memory', async () => {
    const file = bench.writeFile(
      'long/ratings.csv',
      Buffer.concat([Buffer.from('1,1,4.0,1\n'), Buffer.alloc(10 << 20, '9'), Buffer.from('\n2,1,4.0,1\n')]),
    )
    const report = new Report()
    const source = await openDataSet(file)
    let rows = 0
    for await (const { length } of source.ratings(report)) rows += length
    expect(rows).toBe(2)
    expect(report.firstBadRows).toEqual([{ file: 'ratings.csv', line: 2, reason: 'line longer than 1 MB' }])
  })
})
