import { afterAll, describe, expect, it } from 'vitest'
import { createEmptyHost, expectProblem, jsonRequest } from '@/test/api'
import { createApi } from './app'

const host = createEmptyHost()
const api = createApi({ getHost: () => Promise.resolve(host) })

afterAll(() => host.close())

describe('a write that comes from another site', () => {
  const attempt = (headers: Record<string, string>, url = 'http://marquee.local:3000/api/v1/me/ratings/1') =>
    api.request(url, jsonRequest('PUT', { stars: 4 }, headers))

  it.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://marquee.local' },
    { Origin: 'http://marquee.local:3001' },
    { Origin: 'not a url' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
    { Origin: 'file://' },
  ])('is refused: %j', async (headers) => {
    await expectProblem(await attempt({ Host: 'marquee.local:3000', ...headers }), 403, 'forbidden_origin')
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('is refused before anything else is looked at: %s', async (method) => {
    const request = { method, headers: { 'Sec-Fetch-Site': 'cross-site' } }
    await expectProblem(await api.request('/api/v1/nope', request), 403, 'forbidden_origin')
  })

  it.each<Record<string, string>>([
    {},
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
    { Origin: 'http://marquee.local:3000' },
    { Origin: 'http://MARQUEE.local:3000', 'Sec-Fetch-Site': 'same-origin' },
    { Origin: 'https://films.example', 'X-Forwarded-Host': 'films.example', 'X-Forwarded-Proto': 'https' },
    { Host: 'marquee.local:80', Origin: 'http://marquee.local' },
  ])('is told from one of ours: %j', async (headers) => {
    await expectProblem(await attempt({ Host: 'marquee.local:3000', ...headers }), 503, 'not_ready')
  })

  it('is told from a read, which any site may make a browser send', async () => {
    const response = await api.request('/api/v1/health', { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    expect(response.status).toBe(200)
  })
})
