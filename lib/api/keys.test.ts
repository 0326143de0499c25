import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { GUEST_COOKIE, guestCookieValue } from '@/lib/auth/guest'
import { createApiKey, listApiKeys, revokeApiKey, type NewKey } from '@/lib/services/access/api-keys'
import type { Host } from '@/lib/services/host/host'
import { expectProblem, jsonRequest } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let reader: NewKey
let writer: NewKey

beforeAll(async () => {
  host = await createTestHost()
  reader = await createApiKey(host, { name: 'reader', scope: 'read' })
  writer = await createApiKey(host, { name: 'writer', scope: 'write' })
})
afterAll(() => host.drop())
afterEach(() => vi.useRealTimers())

/** The same host under other settings; limits are counted anew for each. */
function apiWith(config: Partial<Host['config']> = {}) {
  const own: Host = { ...host, config: { ...host.config, ...config } }
  return createApi({ getHost: () => Promise.resolve(own) })
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` })
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })
const guest = () => ({
  Cookie: `${GUEST_COOKIE}=${guestCookieValue('0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31', host.secret)}`,
})

/** Lets the two seconds pass for which a key is remembered. */
const laterOn = () => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2500)

describe('a key', () => {
  it('is shown once, and kept as a hash only', async () => {
    expect(reader.key).toMatch(/^mq_[0-9a-f]{8}_[\w-]{43}$/)
    expect(reader.key.startsWith(`${reader.prefix}_`)).toBe(true)
    const { rows } = await host.db.pool.query('SELECT * FROM api_keys')
    expect(JSON.stringify(rows)).not.toContain(reader.key.slice(12))
    expect(JSON.stringify(await listApiKeys(host))).not.toContain(reader.key.slice(12))
  })

  it('lets a program do what its scope says, and no more', async () => {
    const api = apiWith({ anonymousReads: false })
    const rate = (key: string) => api.request('/api/v1/me/ratings/1', jsonRequest('PUT', { stars: 4 }, bearer(key)))
    expect((await api.request('/api/v1/movies/1', { headers: bearer(reader.key) })).status).toBe(200)
    const problem = await expectProblem(await rate(reader.key), 403, 'forbidden')
    expect(problem.detail).toContain('needs write')
    expect((await rate(writer.key)).status).toBe(200)
    expect((await api.request('/api/v1/movies/1', { headers: bearer(writer.key) })).status).toBe(200)
  })

  it('that is not known is refused, also where none is needed', async () => {
    const api = apiWith()
    for (const key of [`${reader.prefix}_${'x'.repeat(43)}`, 'mq_', 'nonsense', `${reader.key}x`]) {
      const response = await api.request('/api/v1/movies/1', { headers: bearer(key) })
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="marquee"')
      await expectProblem(response, 401, 'unauthorised')
    }
  })

  it('is none where a proxy in front has its own sign-in', async () => {
    const response = await apiWith().request('/api/v1/movies/1', { headers: { Authorization: 'Basic bWU6bWU=' } })
    expect(response.status).toBe(200)
  })

  it('ends within two seconds of being revoked', async () => {
    const api = apiWith()
    const key = await createApiKey(host, { name: 'short-lived', scope: 'read' })
    const ask = () => api.request('/api/v1/methods', { headers: bearer(key.key) })
    expect((await ask()).status).toBe(200)
    expect((await revokeApiKey(host, key.prefix)).revokedAt).not.toBeNull()
    laterOn()
    await expectProblem(await ask(), 401, 'unauthorised')
  })

  it('ends when it expires', async () => {
    const api = apiWith()
    const key = await createApiKey(host, { name: 'a day', scope: 'read', days: 1 })
    const ask = () => api.request('/api/v1/methods', { headers: bearer(key.key) })
    expect((await ask()).status).toBe(200)
    await host.db.pool.query(`UPDATE api_keys SET expires_at = now() WHERE prefix = $1`, [key.prefix])
    laterOn()
    await expectProblem(await ask(), 401, 'unauthorised')
  })

  it('notes when it was last used, once a minute', async () => {
    const api = apiWith()
    const key = await createApiKey(host, { name: 'noted', scope: 'read' })
    const lastUsed = async () => (await listApiKeys(host)).find(({ prefix }) => prefix === key.prefix)?.lastUsedAt
    expect(await lastUsed()).toBeNull()
    await api.request('/api/v1/methods', { headers: bearer(key.key) })
    const first = await lastUsed()
    expect(first).not.toBeNull()
    laterOn()
    await api.request('/api/v1/methods', { headers: bearer(key.key) })
    expect(await lastUsed()).toBe(first)
  })
})

describe('where anonymous reads are off', () => {
  it('a program without a key is refused, whether it reads or writes', async () => {
    const api = apiWith({ anonymousReads: false })
    for (const path of ['movies', 'movies/1', 'users/7', 'genres', 'me/ratings', 'stats'])
      await expectProblem(await api.request(`/api/v1/${path}`), 401, 'unauthorised')
    await expectProblem(
      await api.request('/api/v1/me/ratings/1', jsonRequest('PUT', { stars: 4 })),
      401,
      'unauthorised',
    )
    const forged = { Cookie: `${GUEST_COOKIE}=0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31.x` }
    await expectProblem(await api.request('/api/v1/movies', { headers: forged }), 401, 'unauthorised')
  })

  it('the pages go on as before, and another site cannot read through them', async () => {
    const api = apiWith({ anonymousReads: false })
    const page = (site: string) => api.request('/api/v1/movies', { headers: { ...guest(), 'Sec-Fetch-Site': site } })
    expect((await page('same-origin')).status).toBe(200)
    await expectProblem(await page('cross-site'), 401, 'unauthorised')
  })

  it('whether it lives and what it offers is still for everybody', async () => {
    const api = apiWith({ anonymousReads: false })
    for (const path of ['health', 'ready', 'openapi.json'])
      expect((await api.request(`/api/v1/${path}`)).status).toBe(200)
  })

  it('nothing lies in a cache that others share', async () => {
    const answer = await apiWith({ anonymousReads: false }).request('/api/v1/genres', { headers: bearer(reader.key) })
    expect(answer.headers.get('cache-control')).toBe('private, max-age=60')
  })
})

describe('limits', () => {
  const limits = { perAddress: 3, perKey: 2 }

  it('count requests by address, say what is left, and when to come again', async () => {
    const api = apiWith({ limits })
    const ask = (address: string) => api.request('/api/v1/genres', {}, from(address))
    const first = await ask('203.0.113.7')
    expect(first.headers.get('ratelimit-policy')).toBe('"address";q=3;w=60')
    expect(first.headers.get('ratelimit')).toBe('"address";r=2;t=60')
    await ask('203.0.113.7')
    expect((await ask('203.0.113.7')).status).toBe(200)
    const refused = await ask('203.0.113.7')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(refused, 429, 'too_many_requests')
    expect((await ask('203.0.113.8')).status).toBe(200)
  })

  it('count requests with a key by the key', async () => {
    const api = apiWith({ limits })
    const ask = (address: string) => api.request('/api/v1/genres', { headers: bearer(reader.key) }, from(address))
    expect((await ask('203.0.113.7')).status).toBe(200)
    expect((await ask('203.0.113.8')).status).toBe(200)
    await expectProblem(await ask('203.0.113.9'), 429, 'too_many_requests')
    expect((await api.request('/api/v1/genres', { headers: bearer(writer.key) }, from('203.0.113.9'))).status).toBe(200)
  })

  it('stop somebody who tries keys', async () => {
    const api = apiWith({ limits })
    const ask = (i: number) =>
      api.request(
        '/api/v1/genres',
        { headers: bearer(`mq_00000000_${String(i).padStart(43, 'x')}`) },
        from('203.0.113.7'),
      )
    for (let i = 0; i < 3; i++) expect((await ask(i)).status).toBe(401)
    expect((await ask(3)).status).toBe(429)
    const asked = vi.spyOn(host.db.pool, 'query')
    expect((await ask(4)).status).toBe(429)
    expect(asked).not.toHaveBeenCalled()
  })

  it('are none at all where they are 0', async () => {
    const api = apiWith({ limits: { perAddress: 0, perKey: 0 } })
    const answer = await api.request('/api/v1/genres', {}, from('203.0.113.7'))
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null])
  })

  it.each([
    ['the socket, without a proxy of ours', 0, '203.0.113.7', { 'X-Forwarded-For': '198.51.100.1' }, false],
    ['what our proxy saw', 1, '10.0.0.1', { 'X-Forwarded-For': 'made up, 198.51.100.1' }, true],
    ['the socket, where the entry is no address', 1, '203.0.113.7', { 'X-Forwarded-For': 'made up' }, false],
    ['the network, of IPv6', 0, '2001:db8::1:7', {}, true],
    ['the address in it, of IPv4 as IPv6', 0, '::ffff:203.0.113.7', {}, true],
  ])('count by %s', async (_what, trustedProxies, socket, headers, sameElsewhere) => {
    const api = apiWith({ limits: { perAddress: 1, perKey: 1 }, trustedProxies })
    expect((await api.request('/api/v1/genres', { headers }, from(socket))).status).toBe(200)
    const other = { '10.0.0.1': '10.0.0.2', '2001:db8::1:7': '2001:db8:0:0:9::1', '::ffff:203.0.113.7': '203.0.113.7' }
    const next = other[socket as keyof typeof other] ?? '203.0.113.8'
    expect((await api.request('/api/v1/genres', { headers }, from(next))).status).toBe(sameElsewhere ? 429 : 200)
  })
})
