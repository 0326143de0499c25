import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb, type Db } from '@/lib/db/client'
import { logLine } from '@/lib/db/recommendations'
import { timeOfUuid7 } from '@/lib/db/uuid7'
import { createLogger } from '@/lib/log/logger'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { RecommendationLog } from './recommendation-log'

const log = createLogger({ logLevel: 'silent' }, 'test')
const items = [
  { movieId: 7, score: 1.25, predictedStars: 4.5 },
  { movieId: 3, score: -0.5 },
]
const plain = { method: 'user-knn', modelRunId: null, viewerId: null, items }

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

async function idsIn(url = database.url): Promise<Set<string>> {
  const reading = openDb(url)
  const { rows } = await reading.pool.query<{ id: string }>('SELECT id FROM recommendations')
  await reading.close()
  return new Set(rows.map((row) => row.id))
}

describe('an answer in the log', () => {
  it('has its own id, the time it was given, and its items in order', async () => {
    const recommendations = new RecommendationLog({ db, log })
    const id = await recommendations.add(logLine({ ...plain, method: 'a\tb\\c\nd' }))
    await recommendations.written(id)
    const { rows } = await db.pool.query(
      `SELECT r.method, r.created_at AS at, i.rank, i.movie_id, i.score, i.predicted_stars
       FROM recommendations r JOIN recommendation_items i ON i.recommendation_id = r.id WHERE r.id = $1 ORDER BY i.rank`,
      [id],
    )
    const of = { method: 'a\tb\\c\nd', at: new Date(timeOfUuid7(id) ?? 0) }
    expect(rows).toEqual([
      { ...of, rank: 1, movie_id: 7, score: 1.25, predicted_stars: 4.5 },
      { ...of, rank: 2, movie_id: 3, score: -0.5, predicted_stars: null },
    ])
  })

  it('may be an empty one', async () => {
    const recommendations = new RecommendationLog({ db, log })
    const id = await recommendations.add(logLine({ ...plain, items: [] }))
    await recommendations.flush()
    expect(await idsIn()).toContain(id)
  })

  it('is there once its writing was waited for, and every other one after closing', async () => {
    const recommendations = new RecommendationLog({ db, log })
    const ids = await Promise.all(Array.from({ length: 5_000 }, () => recommendations.add(logLine(plain))))
    await recommendations.written(ids[10])
    expect(await idsIn()).toContain(ids[10])
    await recommendations.close()
    const written = await idsIn()
    expect(ids.filter((id) => !written.has(id))).toEqual([])
    expect(recommendations.unwritten).toBe(0)
  })

  it('that the database refuses is left out, and the others of its batch are kept', async () => {
    const recommendations = new RecommendationLog({ db, log })
    const before = await recommendations.add(logLine(plain))
    const refused = await recommendations.add(logLine({ ...plain, viewerId: 999_999 }))
    const alsoRefused = await recommendations.add(logLine({ ...plain, modelRunId: randomUUID() }))
    const after = await recommendations.add(logLine(plain))
    await recommendations.flush()
    const written = await idsIn()
    expect([before, refused, alsoRefused, after].map((id) => written.has(id))).toEqual([true, false, false, true])
  })
})

describe('a database that is away', () => {
  const nowhere = 'postgresql://nobody:nothing@127.0.0.1:1/none'

  it('makes answers wait in memory, then refuses more of them, and loses none when it is back', async () => {
    const away = openDb(nowhere)
    const moving = { ...away }
    const recommendations = new RecommendationLog({ db: moving, log, maxWaiting: 3, patienceMs: 50 })
    const ids = [logLine(plain), logLine(plain), logLine(plain)].map((line) => recommendations.add(line))
    await expect(recommendations.add(logLine(plain))).rejects.toMatchObject({ code: 'unavailable' })
    await expect(recommendations.written(await ids[0])).rejects.toMatchObject({ code: 'unavailable' })
    moving.pool = db.pool
    await recommendations.close()
    const written = await idsIn()
    for (const id of await Promise.all(ids)) expect(written).toContain(id)
    await away.close()
  })
})

describe('a process that answers all the time', () => {
  it('has logged every answer once it was stopped gracefully', async () => {
    const { ids, code } = await answerUntil('SIGTERM')
    const written = await idsIn()
    expect(code).toBe(0)
    expect(ids.length).toBeGreaterThan(100)
    expect(ids.filter((id) => !written.has(id))).toEqual([])
  }, 60_000)

  it('has logged all but the answers of the last moment when it was killed', async () => {
    const { ids, endedAt } = await answerUntil('SIGKILL')
    const written = await idsIn()
    const old = ids.filter((id) => (timeOfUuid7(id) ?? 0) < endedAt - 2_000)
    expect(old.length).toBeGreaterThan(100)
    expect(old.filter((id) => !written.has(id))).toEqual([])
  }, 60_000)
})

/** Lets it answer for a while, then sends the signal. */
function answerUntil(signal: 'SIGTERM' | 'SIGKILL') {
  return new Promise<{ ids: string[]; code: number | null; endedAt: number }>((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/recommendation-log-program.ts', database.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    let endedAt = 0
    child.stdout.on('data', (chunk: Buffer) => {
      if (output === '')
        setTimeout(() => {
          endedAt = Date.now()
          child.kill(signal)
        }, 3_000)
      output += chunk.toString()
    })
    // A line that a kill cut in two is no id.
    child.on('close', (code) => resolve({ ids: output.split('\n').slice(0, -1), code, endedAt }))
  })
}
