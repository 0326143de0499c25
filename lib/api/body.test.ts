import { afterAll, describe, expect, it } from 'vitest'
import { createEmptyHost, expectProblem, jsonRequest } from '@/test/api'
import { createApi } from './app'

const host = createEmptyHost()
const api = createApi({ getHost: () => Promise.resolve(host) })
const RECOMMENDATION = '0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31'

afterAll(() => host.close())

describe('the body of a write', () => {
  const put = '/api/v1/me/ratings/1'
  it.each([[5.7], [0], [0.4], [5.5], [-1], ['4.5'], [null], [[4]], [{}], [true], [1e400]])(
    'is refused with %j stars',
    async (stars) => {
      const problem = await expectProblem(await api.request(put, jsonRequest('PUT', { stars })), 422, 'invalid')
      expect(Object.keys(problem.errors ?? {})).toEqual(['stars'])
    },
  )

  it.each(['[]', '1', 'null', '"stars"', '{"star":4}'])('is refused when it is %s', async (body) => {
    await expectProblem(await api.request(put, jsonRequest('PUT', body)), 422, 'invalid')
  })

  it.each(['', '  ', '{', '{"stars":4,}', 'stars=4', '['.repeat(60_000)])(
    'is a bad request when it cannot be read: %#',
    async (body) => {
      await expectProblem(await api.request(put, jsonRequest('PUT', body)), 400, 'bad_request')
    },
  )

  it('is a bad request when it is missing', async () => {
    await expectProblem(await api.request(put, { method: 'PUT' }), 400, 'bad_request')
    await expectProblem(await api.request('/api/v1/feedback', { method: 'POST' }), 400, 'bad_request')
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'nonsense'])(
    'is an unsupported media type as %s',
    async (type) => {
      const request = { method: 'PUT', headers: { 'Content-Type': type }, body: '{"stars":4}' }
      await expectProblem(await api.request(put, request), 415, 'unsupported_media_type')
    },
  )

  it('may name its charset', async () => {
    const request = jsonRequest('PUT', { stars: 4 }, { 'Content-Type': 'Application/JSON; charset=utf-8' })
    await expectProblem(await api.request(put, request), 503, 'not_ready')
  })

  it.each(['utf-16', 'UTF-16LE', 'iso-8859-1', '"utf-16"', 'x', ''])(
    'is not taken in %s, as which it would be misread',
    async (charset) => {
      const headers = { 'Content-Type': `application/json; charset=${charset}` }
      await expectProblem(
        await api.request(put, jsonRequest('PUT', { stars: 4 }, headers)),
        415,
        'unsupported_media_type',
      )
    },
  )

  it('is refused above 64 kB, with and without an announced length', async () => {
    const body = JSON.stringify({ stars: 4, padding: 'x'.repeat(65 * 1024) })
    const announced = jsonRequest('PUT', body, { 'Content-Length': String(body.length) })
    await expectProblem(await api.request(put, announced), 413, 'payload_too_large')
    await expectProblem(await api.request(put, jsonRequest('PUT', body)), 413, 'payload_too_large')
  })

  it.each([
    { recommendationId: 'x', movieId: 1, verdict: 'up' },
    { recommendationId: RECOMMENDATION, movieId: 0, verdict: 'up' },
    { recommendationId: RECOMMENDATION, movieId: '1', verdict: 'up' },
    { recommendationId: RECOMMENDATION, movieId: 1, verdict: 'sideways' },
    { recommendationId: RECOMMENDATION, movieId: 1 },
  ])('is refused as feedback: %j', async (body) => {
    await expectProblem(await api.request('/api/v1/feedback', jsonRequest('POST', body)), 422, 'invalid')
  })

  it.each(['', '?recommendationId=x&movieId=1', `?recommendationId=${RECOMMENDATION}`, '?movieId=1'])(
    'or the query must say which feedback to take back: %s',
    async (query) => {
      const response = await api.request(`/api/v1/feedback${query}`, { method: 'DELETE' })
      await expectProblem(response, 422, 'invalid')
    },
  )
})
