// For tests of the API: a host without a database or engine, and a check of answers against the document.
import type { z } from '@hono/zod-openapi'
import { expect } from 'vitest'
import { parseConfig } from '@/lib/config/env'
import { openDb } from '@/lib/db/client'
import type { Host } from '@/lib/services/host/host'
import type { Api } from '@/lib/api/context'
import { NDJSON } from '@/lib/api/batch'
import { PROBLEM_JSON, problemSchema, type Problem } from '@/lib/api/problem'
import { createHostOn } from './host'

/** What a process holds before its catalogue is loaded, with a database at which nothing listens. */
export function createEmptyHost(): Host {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/none'
  return { ...createHostOn(url, openDb(url), null), config: parseConfig({}) }
}

export const jsonRequest = (method: string, body: unknown, headers: Record<string, string> = {}) => ({
  method,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

export async function expectProblem(response: Response, status: number, code: string): Promise<Problem> {
  const problem = problemSchema.parse(await response.json())
  expect([response.status, problem.code]).toEqual([status, code])
  expect(problem.status).toBe(status)
  expect(response.headers.get('content-type')).toBe(PROBLEM_JSON)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toBe('no-store')
  return problem
}

/** Fails unless the document has an operation for this request that promises this status, type and body. */
export async function expectDocumented(api: Api, method: string, path: string, response: Response): Promise<void> {
  const { pathname } = new URL(path, 'http://localhost')
  const definition = api.openAPIRegistry.definitions.find(
    (known) =>
      known.type === 'route' &&
      known.route.method === method.toLowerCase() &&
      new RegExp(`^${known.route.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
  )
  const body = await response.clone().text()
  if (definition?.type !== 'route') {
    expect([404, 405], `${method} ${path} has no operation`).toContain(response.status)
    return
  }
  const promised = definition.route.responses[response.status]
  expect(promised, `${method} ${path} answered ${response.status}, which is not documented: ${body}`).toBeDefined()
  const content = 'content' in promised ? promised.content : undefined
  if (!content) {
    expect(body).toBe('')
    return
  }
  const type = response.headers.get('content-type') ?? ''
  expect(Object.keys(content)).toContain(type)
  const media = (content as Record<string, { schema: z.ZodType }>)[type]
  const texts = type === NDJSON ? body.split('\n').slice(0, -1) : [body]
  for (const text of texts)
    expect(media.schema.safeParse(JSON.parse(text)).error, `${method} ${path}: ${text}`).toBeUndefined()
}

/** How much of what people cause is stored: what a refused request must leave as it was. */
export async function countRows(host: Host): Promise<Record<string, number>> {
  const { rows } = await host.db.pool.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM profiles) AS profiles, (SELECT count(*)::int FROM ratings) AS ratings,
            (SELECT count(*)::int FROM feedback) AS feedback, (SELECT count(*)::int FROM movies) AS movies`,
  )
  return rows[0]
}

/** Somebody with a browser: keeps the cookie, checks every answer against the document. */
export class Visitor {
  cookie: string | undefined

  constructor(private readonly api: Api) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const sent = { ...headers, ...(this.cookie && { Cookie: this.cookie }) }
    const request = body === undefined ? { method, headers: sent } : jsonRequest(method, body, sent)
    const response = await this.api.request(`/api/v1/${path}`, request)
    expect(response.status, await response.clone().text()).not.toBe(500)
    await expectDocumented(this.api, method, `/api/v1/${path}`, response)
    const given = response.headers.get('set-cookie')
    if (given) this.cookie = given.split(';')[0]
    return response
  }

  /** The JSON of an answer that must be a success; `T` is what the document promises, which `ask` has checked. */
  async get<T>(path: string): Promise<T> {
    const response = await this.ask('GET', path)
    expect(response.status, await response.clone().text()).toBe(200)
    return (await response.json()) as T
  }
}
