// Measures an import end to end, and its undoing, in a database of its own on Marquee's embedded server.
// node --import tsx bench/import.ts PATH
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { ensureDatabase, startEmbeddedServer } from '@/lib/db/embedded/server'
import { migrate } from '@/lib/db/migrate'
import { undoBatch } from '@/lib/services/imports/import-batches'
import { importDataSet } from '@/lib/services/imports/import-data-set'
import { readProcessorTime } from './processor-time'

const { positionals } = parseArgs({ allowPositionals: true, options: {} })
const source = await openDataSet(positionals[0] ?? '')
const server = await startEmbeddedServer(path.resolve('.marquee/bench'), 54349)
const name = `bench_${randomUUID().slice(0, 8)}`
const url = await ensureDatabase(server, name)
let phase = ''
let phaseStart = performance.now()
const phases: Record<string, number> = {}
let maxRss = 0
const sampling = setInterval(() => (maxRss = Math.max(maxRss, process.memoryUsage().rss)), 100)

function enter(next: string): void {
  const now = performance.now()
  if (phase !== '') phases[phase] = (phases[phase] ?? 0) + (now - phaseStart) / 1000
  phase = next
  phaseStart = now
}

try {
  await migrate(url)
  const before = readProcessorTime(server.folder)
  const result = await importDataSet({
    connectionString: url,
    source,
    onProgress: (progress) => progress.phase !== phase && enter(progress.phase),
  })
  enter('')
  const after = readProcessorTime(server.folder)
  const undone = await undoBatch(url, result.batch ?? 0)
  clearInterval(sampling)
  const nRatings = result.read.ratings
  console.log(
    JSON.stringify({
      dataSet: result.dataSet,
      ratings: nRatings,
      importSeconds: round(result.seconds),
      ratingsPerSecond: Math.round(nRatings / result.seconds),
      phases: Object.fromEntries(Object.entries(phases).map(([key, seconds]) => [key, round(seconds)])),
      processorSeconds: {
        marquee: round(after.marquee - before.marquee),
        postgres: after.postgres === null || before.postgres === null ? null : round(after.postgres - before.postgres),
      },
      undoSeconds: round(undone.seconds),
      undoRatingsPerSecond: Math.round(undone.removed.ratings / undone.seconds),
      peakMemoryMB: Math.round(maxRss / 1024 ** 2),
    }),
  )
} finally {
  clearInterval(sampling)
  await source.close()
  const admin = new pg.Client({ connectionString: server.urlOf('postgres') })
  await admin.connect()
  await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
  await admin.end()
  await server.stopIfUnused()
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
