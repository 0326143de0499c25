// MARQUEE_CONTRACT_RUNS=2000 npx vitest run test/api-contract.test.ts for the long run.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { GUEST_COOKIE, guestCookieValue } from '@/lib/auth/guest'
import { createApiKey } from '@/lib/services/access/api-keys'
import { readContract, requestOf, type Document, type Operation, type Sent } from './openapi-contract'
import { createTestHost } from './host'
import { createApi } from '@/lib/api/app'
import type { Api } from '@/lib/api/context'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 + Number(process.env.MARQUEE_CONTRACT_RUNS ?? 0) * 1000 })

const NUM_RUNS = Number(process.env.MARQUEE_CONTRACT_RUNS ?? 40)

const read = createApi({ getHost: () => Promise.reject(new Error('the document needs no host')) })
const document = (await (await read.request('/api/v1/openapi.json')).json()) as Document
const operations = readContract(document)

let host: Awaited<ReturnType<typeof createTestHost>>
let api: Api
let headers: Record<string, string>

beforeAll(async () => {
  host = await createTestHost()
  host.config.limits = { perAddress: 0, perKey: 0 }
  api = createApi({ getHost: () => Promise.resolve(host) })
  const { key } = await createApiKey(host, { name: 'contract', scope: 'admin' })
  headers = {
    Authorization: `Bearer ${key}`,
    Cookie: `${GUEST_COOKIE}=${guestCookieValue('0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31', host.secret)}`,
  }
  // A rating and a recommendation, so that there is something to page through and to judge.
  await api.request('/api/v1/me/ratings/1', {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{"stars":4}',
  })
})
afterAll(() => host.drop())

async function send(operation: Operation, { path, body, contentType }: Sent) {
  const type: Record<string, string> = contentType === undefined ? {} : { 'Content-Type': contentType }
  const request = { method: operation.method, headers: { ...headers, ...type }, body }
  const response = await api.request(path, request)
  const text = await response.text()
  return {
    status: response.status,
    fault: operation.check(response.status, response.headers.get('content-type'), text),
  }
}

/** Their examples are about a film, a recommendation and a run that this small catalogue does not have. */
const ABOUT_OTHERS = new Set([
  'POST /api/v1/predict',
  'POST /api/v1/feedback',
  'DELETE /api/v1/feedback',
  'GET /api/v1/runs/{runId}',
])

describe('every operation of the document', () => {
  it.each(operations)('has an example: $name', (operation) => {
    expect(operation.hasExample).toBe(true)
    for (const { name, schema } of operation.parameters) expect(schema.examples, name).toHaveLength(1)
    if (['POST', 'PUT'].includes(operation.method)) expect(operation.body).toBeDefined()
  })

  it.each(operations)('answers what it promises to what it asks for: $name', async (operation) => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(requestOf(operation, false), async (sent) => {
        const { status, fault } = await send(operation, sent)
        expect(fault).toBeUndefined()
        statuses.add(status)
      }),
      { numRuns: Math.ceil(NUM_RUNS / 2) },
    )
    // What the document's own examples make must mostly be let through, or nothing was tried.
    const expected = ABOUT_OTHERS.has(operation.name) ? [404] : [200, 204]
    expect(
      expected.some((status) => statuses.has(status)),
      [...statuses].join(),
    ).toBe(true)
  })

  it.each(operations)('answers what it promises to whatever else is sent: $name', async (operation) => {
    await fc.assert(
      fc.asyncProperty(requestOf(operation, true), async (sent) => {
        expect((await send(operation, sent)).fault).toBeUndefined()
      }),
      { numRuns: NUM_RUNS },
    )
  })
})
