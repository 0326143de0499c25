// The same work by what people use: a FastAPI service over pandas and scikit-learn, and imports by DuckDB and pandas.
import { spawnSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { Report } from '@/lib/datasets/report'
import { preparePython } from '../peers/framework/environment'
import type { Figure } from './figure'
import { startMarquee } from './http'
import type { Installation } from './installation'
import { putLoad, startServer, type Request } from './server'

const PORT = 4174
const N_USERS = 2_000
const MODULES = ['fastapi', 'uvicorn', 'pandas', 'sklearn', 'duckdb']

/** Marquee and FastAPI by turns: each user of the crowd once, and what somebody types. */
export async function compareServices(installation: Installation, data: string, seconds: number): Promise<Figure[]> {
  const { python, folder } = await prepare(data)
  const url = `http://127.0.0.1:${PORT}`
  const command = ['-m', 'uvicorn', '--app-dir', 'bench/peers', '--port', String(PORT), '--log-level', 'error']
  const env = { MARQUEE_BENCH_DATA: folder }
  const marquee = await startMarquee(installation)
  try {
    const other = await startServer([python, ...command, 'fastapi_service:app'], env, url, '/ready')
    try {
      const { rows } = await installation.db.pool.query<{ id: number }>(
        'SELECT user_id AS id FROM profiles WHERE user_id IS NOT NULL ORDER BY hashint4(user_id) LIMIT $1',
        [N_USERS],
      )
      const asked = (prefix: string): Request[] =>
        rows.map(({ id }) => ({ path: `${prefix}/users/${id}/recommendations?k=10` }))
      const typed = (prefix: string): Request[] =>
        ['to', 'toy s', 'star', 'mat', 'god'].map((q) => ({
          path: `${prefix}/movies?limit=8&q=${encodeURIComponent(q)}`,
        }))
      return [
        ...(await compareLoads('recommendations, service', [marquee.url, asked('/api/v1')], [url, asked('')], seconds)),
        ...(await compareLoads('search, service', [marquee.url, typed('/api/v1')], [url, typed('')], seconds)),
      ]
    } finally {
      await other.stop()
    }
  } finally {
    await marquee.stop()
  }
}

type Side = [url: string, requests: Request[]]

async function compareLoads(name: string, ours: Side, theirs: Side, seconds: number): Promise<Figure[]> {
  const our = await putLoad(...ours, seconds)
  const their = await putLoad(...theirs, seconds)
  return [
    { name: `${name}: Marquee`, value: our.perSecond, unit: '/s' },
    { name: `${name}: FastAPI, pandas, scikit-learn`, value: their.perSecond, unit: '/s' },
    { name: `${name}: ratio`, value: our.perSecond / their.perSecond, unit: '×', goal: { least: 1 } },
  ]
}

/** @param ourSeconds of the same file into Postgres, keys, indexes and statistics included. */
export async function compareImports(data: string, ourSeconds: number): Promise<Figure[]> {
  const { python, folder } = await prepare(data)
  const script = path.resolve('bench/peers/import_csv.py')
  const { stdout, status } = spawnSync(python, [script, path.join(folder, 'ratings.csv'), folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error('bench/peers/import_csv.py failed.')
  const seconds = JSON.parse(stdout) as Record<string, number>
  return Object.entries(seconds).flatMap(([name, value]) => [
    { name: `import by ${name}`, value, unit: 's' },
    { name: `import: ${name} ÷ Marquee`, value: value / ourSeconds, unit: '×', goal: { least: 1 } },
  ])
}

async function prepare(data: string): Promise<{ python: string; folder: string }> {
  const environment = preparePython()
  if ('reason' in environment) throw new Error(environment.reason)
  const { python } = environment
  if (spawnSync(python, ['-c', `import ${MODULES.join(', ')}`]).status !== 0)
    throw new Error(`Python lacks one of ${MODULES.join(', ')}.`)
  return { python, folder: await writeCsv(data) }
}

/** The other side reads CSV alone: other layouts are written as such, beside the databases of the bench. */
async function writeCsv(data: string): Promise<string> {
  if (statSync(data).isDirectory() && existsSync(path.join(data, 'ratings.csv'))) return path.resolve(data)
  const source = await openDataSet(data)
  const folder = path.resolve('.marquee/bench', `csv-${source.name}`)
  mkdirSync(folder, { recursive: true })
  const report = new Report()
  const movies = createWriteStream(path.join(folder, 'movies.csv'))
  movies.write('movieId,title\n')
  for await (const batch of source.movies(report))
    for (const { id, title } of batch) movies.write(`${id},"${title.replaceAll('"', '""')}"\n`)
  const ratings = createWriteStream(path.join(folder, 'ratings.csv'))
  ratings.write('userId,movieId,rating,timestamp\n')
  for await (const { length, userId, movieId, halfStars, ratedAt } of source.ratings(report)) {
    const rows = Array.from({ length }, (_, i) => `${userId[i]},${movieId[i]},${halfStars[i] / 2},${ratedAt[i]}\n`)
    if (!ratings.write(rows.join(''))) await once(ratings, 'drain')
  }
  await Promise.all([movies, ratings].map((file) => once(file.end(), 'finish')))
  await source.close()
  return folder
}
