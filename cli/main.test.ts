import { models } from '@/lib/recsys/models/registry'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Stats } from '@/lib/schemas/catalogue'
import type { MoviePage } from '@/lib/schemas/movie'
import type { Prediction } from '@/lib/schemas/prediction'
import type { Recommendation } from '@/lib/schemas/recommendation'
import type { Status } from '@/lib/services/studio/get-status'
import { bundleCli, type Cli } from '@/test/cli'
import { createTestHost } from '@/test/host'

// Each command is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let host: Awaited<ReturnType<typeof createTestHost>>
let cli: Cli

beforeAll(async () => {
  host = await createTestHost()
  cli = await bundleCli({ DATABASE_URL: host.config.databaseUrl ?? '' })
  expect(await cli.run(['recommend', '--user', '7'])).toMatchObject({ code: 6, stdout: '' })
  expect(JSON.parse((await cli.run(['train', '--json'])).stdout)).toEqual({
    trained: models.map((model) => model.name),
  })
})
afterAll(async () => {
  await cli.remove()
  await host.drop()
})

/** The JSON of a command that must succeed and say nothing else. */
async function ask<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli.run([...args, '--json'])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as T
}

async function refused(code: number, about: RegExp, ...args: string[]): Promise<void> {
  const answer = await cli.run(args)
  expect([answer.code, answer.stdout]).toEqual([code, ''])
  expect(answer.stderr).toMatch(about)
  expect(answer.stderr).not.toMatch(/\n {4}at /)
}

const idsOf = ({ items }: Recommendation) => items.map((item) => item.movie.id)

describe('marquee', () => {
  it('explains itself, and each command with an example', async () => {
    const { code, stdout } = await cli.run(['--help'])
    expect(code).toBe(0)
    for (const name of ['import', 'train', 'recommend', 'similar', 'predict', 'search', 'status', 'stats', 'export'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(stdout).toMatch(/Examples:\n {2}marquee import/)
    expect((await cli.run(['db', 'backup', '--help'])).stdout).toMatch(/Examples:\n {2}marquee db backup/)
  })

  it('refuses what it does not know with exit code 2', async () => {
    await refused(2, /unknown command 'recomend'[\s\S]*Did you mean recommend/, 'recomend')
    await refused(2, /--colour/, 'status', '--colour')
    await refused(2, /missing required argument/, 'similar')
  })

  it('says a failure as JSON when asked for JSON', async () => {
    const wrong = await cli.run(['search', '--json'])
    expect([wrong.code, JSON.parse(wrong.stderr)]).toMatchObject([2, { code: 'bad_request' }])
    const missing = await cli.run(['recommend', '--user', '41', '--json'])
    expect([missing.code, missing.stdout, JSON.parse(missing.stderr)]).toMatchObject([4, '', { code: 'not_found' }])
  })

  it('says in one sentence when the database is away or the settings are wrong', async () => {
    const away = await cli.run(['status'], { env: { DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/x' } })
    expect([away.code, away.stderr]).toEqual([
      7,
      expect.stringMatching(/^No database answers at 127\.0\.0\.1:1\..*\n$/),
    ])
    const wrong = await cli.run(['status'], { env: { PORT: 'eighty' } })
    expect([wrong.code, wrong.stderr]).toEqual([78, expect.stringContaining('PORT')])
  })

  it('needs a data set before it can work on the bundled database, and does not make one', async () => {
    const answer = await cli.run(['status'], { env: { DATABASE_URL: '' } })
    expect([answer.code, answer.stderr]).toEqual([6, expect.stringContaining('marquee import')])
  })
})

describe('marquee recommend', () => {
  it('recommends to a user what they have not rated, with reasons', async () => {
    const answer = await ask<Recommendation>('recommend', '--user', '7', '-k', '5')
    expect(idsOf(answer)).toHaveLength(5)
    expect(idsOf(answer).filter((id) => id % 2 === 0)).toEqual([])
    const { stdout } = await cli.run(['recommend', '--user', '7', '--method', 'user-knn', '-k', '5'])
    expect(stdout.split('\n')).toHaveLength(7)
    expect(stdout).toContain('nearest neighbours loved it')
    expect(stdout).not.toContain('\x1b')
  })

  it('keeps to a filter', async () => {
    const filter = ['--genre', 'Comedy', '--year-from', '1960', '--year-to', '1990', '--exclude', '11,13']
    const { items } = await ask<Recommendation>('recommend', '--user', '7', '--method', 'content', ...filter)
    expect(items.length).toBeGreaterThan(3)
    for (const { movie } of items) {
      expect(movie.genres).toEqual(['Comedy'])
      expect([1960 <= movie.year!, movie.year! <= 1990, [11, 13].includes(movie.id)]).toEqual([true, true, false])
    }
  })

  it('takes ratings as CSV or JSON, from a file or standard input', async () => {
    const csv = 'movieId,rating\n1,5\n3,4.5\n5,5\n'
    await writeFile(path.join(cli.folder, 'mine.csv'), csv)
    const fromFile = await ask<Recommendation>('recommend', '--ratings', 'mine.csv', '--method', 'content', '-k', '4')
    expect(idsOf(fromFile).filter((id) => id % 2 === 0)).toEqual([])
    const json = JSON.stringify([1, 3, 5].map((movieId, i) => ({ movieId, stars: [5, 4.5, 5][i] })))
    const piped = await cli.run(['recommend', '--ratings', '-', '--method', 'content', '-k', '4', '--json'], {
      input: json,
    })
    expect(idsOf(JSON.parse(piped.stdout) as Recommendation)).toEqual(idsOf(fromFile))
  })

  it('refuses what cannot be ratings, and an unclear wish', async () => {
    await writeFile(path.join(cli.folder, 'bad.csv'), 'movieId,rating\n1,5\n3,0.7\n')
    await refused(65, /Rating 2: .*half stars/, 'recommend', '--ratings', 'bad.csv')
    await refused(4, /no file at none\.csv/, 'recommend', '--ratings', 'none.csv')
    await refused(2, /either --user ID or --ratings FILE/, 'recommend')
    await refused(2, /whole number from 1 to 100/, 'recommend', '--user', '7', '-k', '0')
    await refused(2, /Choose one of: .*user-knn/, 'recommend', '--user', '7', '--method', 'tarot')
  })
})

describe('marquee similar, predict and search', () => {
  it('finds films like one that is named with a typo, and says which it took', async () => {
    const byId = await ask<Recommendation>('similar', '1', '-k', '3')
    const { stdout, stderr } = await cli.run(['similar', 'amelei', '-k', '3', '--json'])
    expect(stderr).toBe('Taken as Amélie (1951), movie 1.\n')
    expect(idsOf(JSON.parse(stdout) as Recommendation)).toEqual(idsOf(byId))
    await refused(4, /There is no movie 999/, 'similar', '999')
    await refused(2, /Allowed choices are content, audience/, 'similar', '1', '--method', 'user-knn')
  })

  it('predicts stars', async () => {
    const { items } = await ask<Prediction>('predict', '--user', '7', '--movie', '11,12')
    expect(items.map((item) => item.movie.id)).toEqual([11, 12])
    expect(items[0].stars).toBeGreaterThanOrEqual(0.5)
    await refused(2, /predicts no stars/, 'predict', '--user', '7', '--movie', '1', '--method', 'popularity')
    await refused(2, /whole number/, 'predict', '--user', '7', '--movie', '1,x')
  })

  it('searches page by page', async () => {
    const first = await ask<MoviePage>('search', 'laughing', '--limit', '5')
    const next = await ask<MoviePage>('search', 'laughing', '--limit', '5', '--cursor', first.nextCursor ?? '')
    const ids = [...first.items, ...next.items].map((movie) => movie.id)
    expect(new Set(ids).size).toBe(10)
    await refused(2, /cursor is not one of ours/, 'search', 'laughing', '--cursor', 'x')
  })
})

describe('marquee status, stats, train and openapi', () => {
  it('tells how the installation stands, without the password', async () => {
    const status = await ask<Status>('status')
    expect(status).toMatchObject({
      database: { kind: 'outside', wasRunning: true },
      dataSet: { name: 'test', synthetic: true },
      counts: { movies: 60, crowdProfiles: 40 },
      server: { reachable: false, ready: false },
    })
    expect(status.models.map(({ name, state }) => [name, state])).toEqual(models.map(({ name }) => [name, 'ready']))
    const { password } = new URL(host.config.databaseUrl ?? '')
    expect(password).not.toBe('')
    expect(JSON.stringify(status) + (await cli.run(['status'])).stdout).not.toContain(password)
  })

  it('counts the crowd', async () => {
    const stats = await ask<Stats>('stats')
    expect(stats.crowd).toMatchObject({ nMovies: 60, nUsers: 40 })
    expect((await cli.run(['stats'])).stdout).toContain('60 films, 40 users')
  })

  it('trains what is stale only, unless told to do it again', async () => {
    expect(await ask('train')).toEqual({ trained: [] })
    expect(await ask('train', '--model', 'content', '--again')).toEqual({ trained: ['content'] })
    await refused(2, /no method called "tarot"/, 'train', '--model', 'tarot')
  })

  it('prints the document of the API', async () => {
    const { stdout } = await cli.run(['openapi'], { env: { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' } })
    expect(JSON.parse(stdout)).toMatchObject({ openapi: '3.1.0' })
  })
})

describe('marquee export', () => {
  it('streams ratings as CSV and as JSON lines, all of them', async () => {
    const { rows } = await host.db.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM ratings')
    const csv = (await cli.run(['export', 'ratings', '--who', 'crowd'])).stdout.trimEnd().split('\n')
    expect(csv[0]).toBe('profileId,kind,userId,movieId,stars,ratedAt')
    expect(csv).toHaveLength(rows[0].n + 1)
    const { stdout } = await cli.run(['export', 'ratings', '--json'])
    const parsed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(parsed).toHaveLength(rows[0].n)
    expect(Object.values(parsed[0]).map((value) => String(value))).toEqual(csv[1].split(','))
  })

  it('writes a file, whole or not at all', async () => {
    const answer = await cli.run(['export', 'recommendations', '--format', 'jsonl', '--out', 'shown.jsonl'])
    expect([answer.code, answer.stdout]).toEqual([0, ''])
    const lines = (await readFile(path.join(cli.folder, 'shown.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(JSON.parse(lines[0])).toMatchObject({ rank: 1, movieId: expect.any(Number) })
    expect(await ask('export', 'feedback', '--out', 'none.jsonl')).toEqual({
      file: path.join(cli.folder, 'none.jsonl'),
      bytes: 0,
      format: 'jsonl',
    })
    await refused(4, /no folder/, 'export', 'feedback', '--out', 'nowhere/x.csv')
    await refused(2, /Allowed choices/, 'export', 'movies')
  })
})

describe('marquee completion', () => {
  it('makes scripts that the shells take, with the commands in them', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await cli.run(['completion', shell])
      expect(stdout).toContain('recommend')
      expect(stdout).toContain('people-only')
      const checked = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })
      // A shell that is not installed cannot check.
      if (!checked.error) expect([shell, checked.status, checked.stderr]).toEqual([shell, 0, ''])
    }
  })

  it('completes commands, subcommands and options in bash', async () => {
    const { stdout } = await cli.run(['completion', 'bash'])
    const complete = (...typed: string[]) => {
      const ask = `COMP_WORDS=(marquee ${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length}; _marquee; echo "\${COMPREPLY[*]}"`
      return spawnSync('bash', ['-c', `${stdout}\n${ask}`], { encoding: 'utf8' }).stdout.trim()
    }
    expect(complete('rec')).toBe('recommend')
    expect(complete('db', 're')).toBe('restore reset')
    expect(complete('similar', '1', '--me')).toBe('--method')
    expect(complete('export', 'rat')).toBe('ratings')
  })
})
