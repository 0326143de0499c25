// The web process under load: recommendations, search and pages, each answer logged as ever.
import path from 'node:path'
import { median, type Figure } from './figure'
import type { Installation } from './installation'
import { createPeople, removePeople } from './people'
import { putLoad, startServer, type Load, type Request, type Server } from './server'

const N_PEOPLE = 6_000
const N_TITLES = 2_000
const LONGEST_TYPED = 12
const PAGES = ['/', '/browse', '/movies/1', '/users/1', '/for-you']
/** For each page, more than are served within one round. */
const N_VISITORS = 1_500

export async function startMarquee({ config }: Installation): Promise<Server> {
  const url = `http://127.0.0.1:${config.port}`
  const env = {
    DATABASE_URL: config.databaseUrl ?? '',
    MARQUEE_HOME: config.home,
    MARQUEE_POSTERS: 'off',
    API_LIMIT_PER_ADDRESS: '0',
    LOG_LEVEL: 'error',
    PORT: String(config.port),
    HOST: '127.0.0.1',
    NODE_ENV: 'production',
  }
  return startServer([process.execPath, path.resolve('dist/server.js')], env, url, '/api/v1/ready')
}

export async function measureHttp(installation: Installation, rounds: number, seconds: number): Promise<Figure[]> {
  const cookies = await createPeople(installation, N_PEOPLE)
  const server = await startMarquee(installation)
  const repeat = async (requests: readonly Request[]): Promise<Load> => {
    const loads: Load[] = []
    for (let round = 0; round < rounds; round++) loads.push(await putLoad(server.url, requests, seconds))
    const of = (key: keyof Load) => median(loads.map((load) => load[key]))
    return {
      perSecond: of('perSecond'),
      p50: of('p50'),
      p99: of('p99'),
      failed: Math.max(...loads.map((l) => l.failed)),
    }
  }
  try {
    const started = server.memory()
    // Cold first: nobody has been answered yet, and each is asked once.
    const fresh = await putLoad(server.url, cookies.map(recommendations), Math.min(seconds, 8))
    const unchanged = await repeat([recommendations(cookies[0])])
    const fifty = await repeat(cookies.slice(0, 50).map(recommendations))
    const search = await repeat(await typedTitles(installation))
    const memory = server.memory()
    return [
      ...figuresOf('fresh person each time', fresh, { least: 600 }, { most: 150 }),
      ...figuresOf('unchanged person', unchanged, { least: 8_000 }, { most: 150 }),
      ...figuresOf('fifty unchanged persons by turns', fifty),
      ...figuresOf('search as you type', search, { least: 1_500 }, { most: 60 }),
      ...(started === null
        ? []
        : [{ name: 'web process after its start', value: started, unit: 'MB', goal: { most: 1_229 } }]),
      ...(memory === null ? [] : [{ name: 'web process after all that', value: memory, unit: 'MB' }]),
    ]
  } finally {
    await server.stop()
    await removePeople(installation)
  }
}

export async function measurePages(installation: Installation, rounds: number, seconds: number): Promise<Figure[]> {
  const cookies = await createPeople(installation, PAGES.length * N_VISITORS)
  const server = await startMarquee(installation)
  const pagesOf = (path: string, visitors: readonly string[]): Request[] =>
    visitors.map((cookie) => ({ path, headers: { accept: 'text/html', cookie } }))
  const figures: Figure[] = []
  const measure = async (name: string, requests: readonly Request[], nRounds: number) => {
    const loads: Load[] = []
    for (let round = 0; round < nRounds; round++) loads.push(await putLoad(server.url, requests, seconds))
    const of = (key: 'perSecond' | 'p99') => median(loads.map((load) => load[key]))
    figures.push(...figuresOf(name, { ...loads[0], perSecond: of('perSecond'), p99: of('p99') }, { least: 150 }))
  }
  try {
    for (const [i, path] of PAGES.entries()) {
      const visitors = cookies.slice(i * N_VISITORS, (i + 1) * N_VISITORS)
      await measure(`page ${path}`, [{ path, headers: { accept: 'text/html' } }], rounds)
      // docs/decisions/024: rendered for each of them, in one round, since a second one would find what the first has left.
      await measure(`page ${path} of a person, for the first time`, pagesOf(path, visitors), 1)
      await measure(`page ${path} of a person, opened again`, pagesOf(path, visitors.slice(-1)), rounds)
    }
    return figures
  } finally {
    await server.stop()
    await removePeople(installation)
  }
}

const recommendations = (cookie: string): Request => ({ path: '/api/v1/me/recommendations?k=10', headers: { cookie } })

/** What the server is sent while somebody types a title: one letter, two letters, and so on. */
async function typedTitles({ db }: Installation): Promise<Request[]> {
  const { rows } = await db.pool.query<{ title: string }>('SELECT title FROM movies ORDER BY hashint4(id) LIMIT $1', [
    N_TITLES,
  ])
  return rows.flatMap(({ title }) =>
    Array.from({ length: Math.min(title.length, LONGEST_TYPED) }, (_, i) => ({
      path: `/api/v1/movies?limit=8&q=${encodeURIComponent(title.slice(0, i + 1))}`,
    })),
  )
}

export function figuresOf(name: string, load: Load, rate?: Figure['goal'], p99?: Figure['goal']): Figure[] {
  return [
    { name: `${name}, requests`, value: load.perSecond, unit: '/s', goal: rate },
    { name: `${name}, p99`, value: load.p99, unit: 'ms', goal: p99 },
    ...(load.failed > 0 ? [{ name: `${name}, failed`, value: load.failed, unit: '', goal: { most: 0 } }] : []),
  ]
}
