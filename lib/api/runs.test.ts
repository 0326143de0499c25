import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { models } from '@/lib/recsys/models/registry'
import type { RunPage } from '@/lib/schemas/run'
import { expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
})
afterAll(() => host.drop())

async function walk(path: string): Promise<RunPage['items'][]> {
  const pages: RunPage['items'][] = []
  let cursor = ''
  do {
    const page: RunPage = await visitor.get(`${path}&cursor=${cursor}`)
    pages.push(page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return pages
}

describe('GET /runs', () => {
  it('pages through every training once, newest first, also where several began in one moment', async () => {
    await host.db.pool.query(`UPDATE model_runs SET started_at = '2026-01-01' WHERE model < 'f'`)
    const pages = await walk('runs?limit=4')
    expect(pages.slice(0, -1).every((page) => page.length === 4)).toBe(true)
    const runs = pages.flat()
    expect(runs.map((run) => run.model).sort()).toEqual(models.map(({ name }) => name).sort())
    const times = runs.map((run) => run.startedAt)
    expect(times).toEqual(times.toSorted().reverse())
  })

  it('pages through those of one model', async () => {
    expect((await walk('runs?limit=1&model=ease')).flat()).toMatchObject([{ model: 'ease' }])
  })

  it('answers only the fields that are asked for', async () => {
    const { items } = await visitor.get<RunPage>('runs?limit=1&fields=id,model')
    expect(Object.keys(items[0])).toEqual(['id', 'model'])
    expect(await visitor.get(`runs/${items[0].id}?fields=curves`)).toEqual({ curves: [] })
  })

  it('refuses a cursor that is not ours', async () => {
    for (const cursor of ['x', 'bzI0', Buffer.from('r1.not-a-uuid').toString('base64url')])
      await expectProblem(await visitor.ask('GET', `runs?cursor=${cursor}`), 422, 'invalid')
  })
})
