import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Engine } from '@/lib/engine/engine'
import { batchInputSchema, type BatchLine } from '@/lib/schemas/batch'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { createApiKey } from '@/lib/services/access/api-keys'
import { countRows, expectDocumented, expectProblem, jsonRequest, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'
import type { Api } from './context'

const PATH = '/api/v1/recommendations/batch'

let host: Awaited<ReturnType<typeof createTestHost>>
let api: Api
let admin: Record<string, string>

beforeAll(async () => {
  host = await createTestHost()
  api = createApi({ getHost: () => Promise.resolve(host) })
  admin = { Authorization: `Bearer ${(await createApiKey(host, { name: 'all', scope: 'admin' })).key}` }
})
afterAll(() => host.drop())

const ask = (body: unknown, headers: Record<string, string> = {}) =>
  Promise.resolve(api.request(PATH, jsonRequest('POST', body, headers)))

async function linesOf(body: unknown, headers: Record<string, string> = {}): Promise<BatchLine[]> {
  const response = await ask(body, headers)
  expect(response.status, await response.clone().text()).toBe(200)
  await expectDocumented(api, 'POST', PATH, response)
  const text = await response.text()
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BatchLine)
}

describe('POST /recommendations/batch', () => {
  it('answers for each user what asking for that user alone answers', async () => {
    const lines = await linesOf({ userIds: [7, 3, 7], k: 4, genre: 'Comedy', yearFrom: 1960 })
    expect(lines.map((line) => line.userId)).toEqual([7, 3, 7])
    const alone = await new Visitor(api).get<Recommendation>('users/7/recommendations?k=4&genre=Comedy&yearFrom=1960')
    expect(lines[0]).toEqual({ userId: 7, method: 'user-knn', modelRun: alone.modelRun, items: alone.items })
    expect(lines[2]).toEqual(lines[0])
  })

  it('is the champion’s work where no method is named, and says whose it was', async () => {
    const [line] = await linesOf({ userIds: [7], k: 1 })
    const [asked] = await linesOf({ userIds: [7], k: 1, method: 'champion' })
    expect(line.method).toBe(host.engine?.champion)
    expect(asked).toEqual(line)
    expect(batchInputSchema.parse({ userIds: [7] }).method).toBe('champion')
  })

  it('recommends for ratings of one’s own, and says which movies it does not know', async () => {
    const ratings = [1, 3, 5].map((movieId) => ({ movieId, stars: 5 }))
    const [mine, other] = await linesOf({
      profiles: [
        { name: 'me', ratings },
        { name: 'you', ratings: [...ratings, { movieId: 999, stars: 4 }] },
      ],
      method: 'content',
      k: 3,
    })
    expect([mine.name, mine.items?.length, mine.unknownRatings]).toEqual(['me', 3, []])
    expect([other.name, other.unknownRatings]).toEqual(['you', [999]])
  })

  it('gives somebody unknown a line with the error, and goes on', async () => {
    const lines = await linesOf({ userIds: [7, 4000, 8] })
    expect(lines.map((line) => line.error?.code)).toEqual([undefined, 'not_found', undefined])
    expect(lines[1].error?.message).toContain('no user 4000')
  })

  it('leaves out what is not asked for', async () => {
    const [line] = await linesOf({ userIds: [7], k: 1, fields: ['score', 'rank'] })
    expect(line.items).toEqual([{ score: expect.any(Number), rank: 1 }])
  })

  it('takes every user with a key for that, and only then', async () => {
    expect(await linesOf({ allUsers: true, k: 1 }, admin)).toHaveLength(40)
    const without = await ask({ allUsers: true })
    expect(without.headers.get('www-authenticate')).toContain('Bearer')
    await expectProblem(without, 401, 'unauthorised')
  })

  it('refuses a wish that cannot be before the first line', async () => {
    await expectProblem(await ask({}), 422, 'invalid')
    await expectProblem(await ask({ userIds: [7], allUsers: true }), 422, 'invalid')
    await expectProblem(await ask({ userIds: ['7'] }), 422, 'invalid')
    await expectProblem(await ask({ userIds: [7], method: 'tarot' }), 422, 'invalid')
    await expectProblem(await ask({ userIds: [7], yearFrom: 2000, yearTo: 1990 }), 422, 'invalid')
    await expectProblem(await ask({ userIds: [7], fields: ['secret'] }), 422, 'invalid')
  })

  it('takes bodies that other requests are refused for', async () => {
    const ratings = Array.from({ length: 900 }, (_, i) => ({ movieId: i + 1, stars: 3.5 }))
    const profiles = Array.from({ length: 30 }, (_, i) => ({ name: String(i), ratings }))
    expect(JSON.stringify({ profiles }).length).toBeGreaterThan(500_000)
    expect(await linesOf({ profiles, method: 'popularity', k: 1 })).toHaveLength(30)
  })

  it('stores nothing', async () => {
    const before = await countRows(host)
    const shown = () => host.db.pool.query('SELECT count(*)::int AS n FROM recommendations').then(({ rows }) => rows)
    const shownBefore = await shown()
    await linesOf({ userIds: [1, 2, 3] })
    expect([await countRows(host), await shown()]).toEqual([before, shownBefore])
  })

  it('works no further than it is read, and not at all for somebody who has left', async () => {
    const worked = vi.spyOn(Engine.prototype, 'recommend')
    const response = await ask({ allUsers: true, k: 1 }, admin)
    const reader = response.body!.getReader()
    await reader.read()
    // Long enough for all forty, if anybody had them worked out ahead.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(worked.mock.calls.length).toBeLessThan(4)
    await reader.cancel()
    const before = worked.mock.calls.length
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(worked.mock.calls.length).toBe(before)
  })

  it('stops over a real connection as well: when it is slow, and when it is gone', async () => {
    const worked = vi.spyOn(Engine.prototype, 'recommend')
    const server = createServer(getRequestListener(api.fetch))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const leaving = new AbortController()
    // More than the buffers of both ends together hold.
    const body = { userIds: Array.from({ length: 1000 }, () => 7), k: 100 }
    const request = { ...jsonRequest('POST', body), signal: leaving.signal }
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`, request)
    await response.body!.getReader().read()
    const standsStill = () =>
      vi.waitFor(
        async () => {
          const before = worked.mock.calls.length
          await new Promise((resolve) => setTimeout(resolve, 200))
          expect(worked.mock.calls.length).toBe(before)
          return before
        },
        { timeout: 20_000 },
      )
    const whileSlow = await standsStill()
    expect(whileSlow).toBeLessThan(1000)
    leaving.abort()
    expect(await standsStill()).toBeLessThan(1000)
    await new Promise((resolve) => server.close(resolve))
  })

  it('lets others in between any two profiles, also when several batches run', async () => {
    let turns = 0
    let running = true
    const count = () => {
      turns += 1
      if (running) setImmediate(count)
    }
    const worked = vi.spyOn(Engine.prototype, 'recommend')
    setImmediate(count)
    await Promise.all([1, 2, 3].map(() => linesOf({ userIds: [1, 2, 3, 4, 5, 6, 7, 8], k: 1 })))
    running = false
    expect(worked).toHaveBeenCalledTimes(24)
    expect(turns).toBeGreaterThanOrEqual(24)
  })

  it('counts each profile against the limit', async () => {
    const limited = { ...host, config: { ...host.config, limits: { perAddress: 10, perKey: 10 } } }
    const small = createApi({ getHost: () => Promise.resolve(limited) })
    const send = (userIds: number[]) => small.request(PATH, jsonRequest('POST', { userIds }))
    const first = await send([1, 2, 3, 4, 5, 6])
    expect(first.headers.get('ratelimit')).toMatch(/^"address";r=4;/)
    await first.text()
    await expectProblem(await send([1, 2, 3, 4, 5, 6]), 429, 'too_many_requests')
  })
})
