// The OpenAPI document, made from the same definitions that validate.
import { createRoute, z } from '@hono/zod-openapi'
import { GUEST_COOKIE } from '@/lib/auth/guest'
import { cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { failures, jsonContent } from './responses'

export const API_BASE = '/api/v1'

const about: Parameters<Api['getOpenAPI31Document']>[0] = {
  openapi: '3.1.0',
  info: {
    title: 'Marquee',
    version: '1.0.0',
    description:
      'Films, ratings and recommendations that say why.\n\n' +
      'Lists answer `{ items, nextCursor? }`. Failures are problem+json (RFC 9457) with a `code`: 400 for a body that ' +
      'cannot be read, 404 for what does not exist, 405 with `Allow`, 413 above 64 kB, 415 for a body that is not ' +
      'JSON, 422 for values that are not allowed, with what is wrong of each in `errors`. Query parameters that are ' +
      'not known are ignored; one without a value counts as not given.\n\n' +
      'What is the same for everybody comes with an `ETag`; sent back as `If-None-Match` it may be answered by 304.\n\n' +
      'A guest is a signed cookie, set by the first page or the first write. Writes that a browser sends from another ' +
      'site are refused (403).\n\n' +
      'Programs may use a key: `Authorization: Bearer mq_…`. Where the operator has switched anonymous reads off they ' +
      'must (401); a key whose scope is too small is refused (403). Requests are limited by address, or by key: ' +
      '`RateLimit` and `RateLimit-Policy` say how many are left, 429 comes with `Retry-After`.',
    license: { name: 'MIT' },
  },
  tags: [
    { name: 'Movies', description: 'The catalogue.' },
    { name: 'Users', description: 'The crowd of the data set.' },
    { name: 'Recommendations', description: 'For a film or for a user of the data set.' },
    { name: 'Me', description: 'The person whose guest cookie comes with the request.' },
    { name: 'Feedback', description: 'What people think of what they were recommended.' },
    { name: 'Models', description: 'Trainings, their figures, and which of them serve.' },
    { name: 'Operation', description: 'For whoever runs this installation.' },
  ],
}

const route = createRoute({
  method: 'get',
  path: '/openapi.json',
  tags: ['Operation'],
  summary: 'This document',
  middleware: cacheable('public, max-age=300'),
  responses: {
    200: jsonContent(
      z.looseObject({ openapi: z.string() }).meta({ examples: [{ openapi: '3.1.0' }] }),
      'OpenAPI 3.1, also at /openapi.json.',
    ),
    ...notModified,
    ...failures('internal'),
  },
})

/** To be called last: `root` holds every route with its full path by then. */
export function addDocumentRoute(api: Api, root: Api): void {
  root.openAPIRegistry.registerComponent('securitySchemes', 'guest', {
    type: 'apiKey',
    in: 'cookie',
    name: GUEST_COOKIE,
    description: 'Set by the first page or the first write; says whose ratings these are.',
  })
  root.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'mq_…',
    description:
      'A key of this installation (`marquee keys create`). Its scope is `read`, `write` or `admin`, each including ' +
      'the ones before it; an operation names the one that it needs.',
  })
  let text: string | undefined
  api.openapi(route, (c) => {
    text ??= JSON.stringify(root.getOpenAPI31Document(about))
    return c.body(text, 200, { 'Content-Type': 'application/json' }) as never
  })
  // Where tools look for it first.
  root.get('/openapi.json', (c) => {
    const { headers } = c.req.raw
    return root.request(`${API_BASE}/openapi.json`, { headers, method: c.req.method }, c.env)
  })
}
