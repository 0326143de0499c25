import { describe, expect, it } from 'vitest'
import { GET as getRootDocument } from '@/app/openapi.json/route'
import { createApi } from './app'
import { namedSchemas } from './named-schemas'

interface Operation {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; description?: string; schema: { examples?: unknown[]; type?: string } }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Record<string, unknown> }> }>
}

const api = createApi({ getHost: () => Promise.reject(new Error('the document needs no host')) })
const response = await api.request('/api/v1/openapi.json')
const text = await response.text()
const document = JSON.parse(text) as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { examples?: unknown[] }> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
)

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  )
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and may be cached', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  })

  it('is the same at /openapi.json', async () => {
    const root = await getRootDocument(new Request('http://localhost/openapi.json'))
    expect(root.headers.get('content-type')).toBe('application/json')
    expect(await root.text()).toBe(text)
  })

  it('lists every operation', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual([
      'DELETE /api/v1/feedback',
      'DELETE /api/v1/me/ratings/{movieId}',
      'GET /api/v1/genres',
      'GET /api/v1/health',
      'GET /api/v1/me/films-to-rate',
      'GET /api/v1/me/ratings',
      'GET /api/v1/me/ratings/{movieId}',
      'GET /api/v1/me/recommendations',
      'GET /api/v1/methods',
      'GET /api/v1/models',
      'GET /api/v1/movies',
      'GET /api/v1/movies/{movieId}',
      'GET /api/v1/movies/{movieId}/similar',
      'GET /api/v1/openapi.json',
      'GET /api/v1/ready',
      'GET /api/v1/runs',
      'GET /api/v1/runs/{runId}',
      'GET /api/v1/stats',
      'GET /api/v1/users',
      'GET /api/v1/users/{userId}',
      'GET /api/v1/users/{userId}/neighbours',
      'GET /api/v1/users/{userId}/recommendations',
      'POST /api/v1/feedback',
      'POST /api/v1/predict',
      'POST /api/v1/recommendations/batch',
      'PUT /api/v1/me/ratings/{movieId}',
    ])
  })

  it('lists every route that the app has', () => {
    const routed = api.routes
      .filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/'))
      .map((route) => `${route.method} ${route.path.replaceAll(/:([^/]+)/g, '{$1}')}`)
    expect([...new Set(routed)].sort()).toEqual(operations.map(({ name }) => name).sort())
  })

  it.each(operations)('describes $name: a summary, a tag, every parameter and every answer', ({ name, operation }) => {
    expect(operation.summary).toBeTruthy()
    expect(operation.tags).toHaveLength(1)
    for (const parameter of operation.parameters ?? []) {
      expect(parameter.description, parameter.name).toBeTruthy()
      expect(parameter.schema.type, parameter.name).toBeTruthy()
      expect(parameter.schema.examples, parameter.name).toHaveLength(1)
    }
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((p) => `{${p.name}}`)
    expect(inPath).toEqual(name.match(/\{[^}]+\}/g) ?? [])
    for (const [status, answer] of Object.entries(operation.responses)) {
      expect(answer.description, status).toBeTruthy()
      const types = Object.keys(answer.content ?? {})
      const good = name.endsWith('/batch') ? 'application/x-ndjson' : 'application/json'
      expect(types).toEqual(
        status === '204' || status === '304' ? [] : [Number(status) < 400 ? good : 'application/problem+json'],
      )
      for (const type of types) expect(Object.keys(answer.content?.[type].schema ?? {})).not.toEqual([])
    }
  })

  it('has no reference that leads nowhere, and no pattern with a flag', () => {
    const refs = refsIn(document)
    expect(refs).toContain('#/components/schemas/MovieCard')
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(refs.filter((ref) => !known.includes(ref))).toEqual([])
    expect(text).not.toMatch(/"pattern":"[^"]*\/[a-z]*"/)
  })

  it('gives an example of every schema, and each keeps its schema', () => {
    expect(Object.keys(document.components.schemas).sort()).toEqual(namedSchemas.map(({ name }) => name).sort())
    for (const { name, schema, example } of namedSchemas) {
      expect(document.components.schemas[name].examples).toEqual([example])
      expect(schema.safeParse(example).data, name).toEqual(example)
    }
  })
})
