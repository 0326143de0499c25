import { afterAll, describe, expect, it, vi } from 'vitest'
import { GUEST_COOKIE, guestCookieValue } from '@/lib/auth/guest'
import { AppError } from '@/lib/errors/app-error'
import { createApi } from './app'
import { createEmptyHost, expectProblem } from '@/test/api'

const host = createEmptyHost()
const api = createApi({ getHost: () => Promise.resolve(host) })

afterAll(() => host.close())

describe('a request that no route takes', () => {
  it.each(['/api/v1', '/api/v1/', '/api/v1/nope', '/api/v1/movies/1/2/3', '/api/v1/movies/', '/elsewhere'])(
    'gets a 404 problem at %s',
    async (path) => {
      await expectProblem(await api.request(path), 404, 'not_found')
    },
  )

  it('names the raw path, so that the instance stays a URI', async () => {
    const problem = await expectProblem(await api.request('/api/v1/%00%20x'), 404, 'not_found')
    expect(problem.instance).toBe('/api/v1/%00%20x')
  })

  it.each([
    ['POST', '/api/v1/movies', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/v1/feedback', 'DELETE, OPTIONS, POST'],
    ['PATCH', '/api/v1/me/ratings/1', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['DELETE', '/api/v1/health', 'GET, HEAD, OPTIONS'],
  ])('gets 405 and what is allowed for %s %s', async (method, path, allow) => {
    const response = await api.request(path, { method })
    await expectProblem(response, 405, 'method_not_allowed')
    expect(response.headers.get('allow')).toBe(allow)
  })

  it('is told by OPTIONS what is allowed, and nothing that lets another site in', async () => {
    const response = await api.request('/api/v1/me/ratings/1', {
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('DELETE, GET, HEAD, OPTIONS, PUT')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('answers HEAD like GET, without the body', async () => {
    const response = await api.request('/api/v1/health', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

describe('malformed ids and numbers', () => {
  const bad = [
    'abc',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '%201',
    '1%20',
    '01',
    '+1',
    '99999999999',
    '2147483648',
    '%00',
    '1%00',
    '%E2%82%81',
    'NaN',
    'null',
    '%zz',
    '1,2',
  ]
  it.each(bad)('are refused as a movie id: %s', async (id) => {
    const problem = await expectProblem(await api.request(`/api/v1/movies/${id}`), 422, 'invalid')
    expect(problem.errors?.movieId).toHaveLength(1)
  })
  it.each(bad)('are refused as a user id: %s', async (id) => {
    await expectProblem(await api.request(`/api/v1/users/${id}/recommendations`), 422, 'invalid')
  })
  it.each(['0', '-1', '101', '1000000000', '1e1', '1.5', '%2010', 'ten', '10&k=11'])(
    'are refused as k: %s',
    async (k) => {
      for (const path of ['movies/1/similar', 'users/1/recommendations', 'me/recommendations']) {
        const problem = await expectProblem(await api.request(`/api/v1/${path}?k=${k}`), 422, 'invalid')
        expect(Object.keys(problem.errors ?? {})).toEqual(['k'])
      }
    },
  )
  it.each([
    'movies?q=%00',
    `movies?q=${'x'.repeat(201)}`,
    'movies?genre=Com%00edy',
    'movies?decade=1995',
    'movies?decade=1860',
    'movies?minRatings=-1',
    'movies?limit=0',
    'movies?limit=101',
    'movies?cursor=%00',
    'movies/1/similar?method=user-knn',
    'me/recommendations?method=User%20Knn',
    'me/films-to-rate?skip=1,,2',
    'me/films-to-rate?skip=1,x',
    `me/films-to-rate?skip=${Array.from({ length: 501 }, (_, i) => i + 1).join(',')}`,
    'me/films-to-rate?n=51',
    'me/ratings?limit=1e1',
  ])('are refused in a query: %.60s', async (path) => {
    await expectProblem(await api.request(`/api/v1/${path}`), 422, 'invalid')
  })
})

describe('a process that cannot serve', () => {
  it('is alive all the same', async () => {
    const response = await createApi({ getHost: () => Promise.reject(new Error('no')) }).request('/api/v1/health')
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }])
  })

  it('answers 503 before the host is open', async () => {
    const starting = createApi({ getHost: () => Promise.reject(new AppError('not_ready', 'Still starting.')) })
    await expectProblem(await starting.request('/api/v1/movies'), 503, 'not_ready')
    const problem = await (await starting.request('/api/v1/ready')).json()
    expect(problem).toMatchObject({ status: 503, code: 'not_ready', checks: { database: false, engine: false } })
  })

  it.each([
    'users/1/recommendations',
    'me/recommendations',
    'me/ratings',
    'me/ratings/1',
    'me/films-to-rate',
    'movies/1/similar',
  ])('answers 503 while there is no engine: %s', async (path) => {
    await expectProblem(await api.request(`/api/v1/${path}`), 503, 'not_ready')
  })

  it('answers 503 when the database does not answer', async () => {
    await expectProblem(await api.request('/api/v1/movies'), 503, 'unavailable')
    await expectProblem(await api.request('/api/v1/movies/1'), 503, 'unavailable')
    const cookie = guestCookieValue('0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31', host.secret)
    const headers = { Cookie: `${GUEST_COOKIE}=${cookie}` }
    await expectProblem(await api.request('/api/v1/me/recommendations', { headers }), 503, 'unavailable')
  })

  it('says in /ready what is missing', async () => {
    const response = await api.request('/api/v1/ready')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      detail: 'Not ready: the database does not answer; the catalogue is still being loaded.',
      checks: { database: false, engine: false },
    })
  })
})

describe('a defect', () => {
  it('is logged with its cause, and answered without it', async () => {
    const secretive = new Error('password=hunter2 in relation "ratings"')
    const log = vi.spyOn(host.log, 'error')
    const broken = createApi({
      getHost: () =>
        Promise.resolve({
          ...host,
          get db(): never {
            throw secretive
          },
        }),
    })
    const response = await broken.request('/api/v1/movies/1?token=abc')
    const problem = await expectProblem(response, 500, 'internal')
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|ratings|stack/)
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({ err: secretive, path: '/api/v1/movies/1' }),
      'a request failed',
    )
  })

  it('keeps its words to itself even when they are meant for whoever runs the installation', async () => {
    const log = vi.spyOn(host.log, 'error')
    const broken = createApi({ getHost: () => Promise.resolve(host) })
    vi.spyOn(host.db.pool, 'query').mockRejectedValueOnce(
      new AppError('bad_artefact', '/srv/private/model is damaged.') as never,
    )
    const problem = await expectProblem(await broken.request('/api/v1/movies/1'), 500, 'internal')
    expect(JSON.stringify(problem)).not.toContain('/srv')
    expect(log).toHaveBeenCalledOnce()
  })

  it('is also an answer that does not keep its contract', async () => {
    const log = vi.spyOn(host.log, 'error')
    const row = { id: 1, title: 'A title', count: 3, mean: Infinity }
    vi.spyOn(host.db.pool, 'query').mockResolvedValueOnce({ rows: [row] } as never)
    await expectProblem(await api.request('/api/v1/movies/1'), 500, 'internal')
    expect(log).toHaveBeenCalledOnce()
  })
})
