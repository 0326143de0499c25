// Who is sent a page that was rendered for somebody else, and what is new in it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Engine } from '@/lib/engine/engine'
import type { Host } from '@/lib/services/host/host'
import { recommendForPerson } from '@/lib/services/recommend/recommend-for-person'
import { loadSearch } from '@/lib/services/catalogue/remembered-search'
import { createTestHost } from '@/test/host'
import { welcomeGuest } from './guest-visit'
import { KeptPages } from './kept-pages'
import { secure } from './security-headers'

let host: Host & { drop(): Promise<void> }
let server: Server
let url: string
let kept: KeptPages
let nRendered = 0
let time = 0
/** What the next pages do beside being rendered. */
let twist: (request: IncomingMessage, response: ServerResponse) => void

/** In pieces, as Next does, with its answer's nonce and a recommendation of its own. */
async function render(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const nonce = /'nonce-([^']+)'/.exec(String(request.headers['content-security-policy']))?.[1] ?? ''
  const { recommendationId } = await recommendForPerson(host, { person: null, method: 'popularity', k: 3 })
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Link', `</font>; rel=preload; nonce="${nonce}"`)
  response.statusCode = 200
  response.write(`<html><body><h1>Page ${++nRendered}</h1>`)
  twist(request, response)
  const data = JSON.stringify(JSON.stringify({ recommendationId, nonce }))
  response.end(`<script nonce="${nonce}">self.__next_f.push([1,${data}])</script>${' '.repeat(1200)}</body></html>`)
}

beforeAll(async () => {
  host = await createTestHost()
  server = createServer((request, response) => {
    const nonce = secure(request, response, { posterHost: 'https://image.tmdb.org', dev: false })
    welcomeGuest(request, response, host.secret)
    kept.answer({ request, response, nonce }).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  nRendered = 0
  twist = () => undefined
  kept = new KeptPages(host, render, () => time)
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await host.drop()
})

async function visit(path = '/', headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' })
  const html = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    nonce: /script-src 'self' 'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '',
    nonces: [...html.matchAll(/nonce(?:="|\\":\\")([^"\\]+)/g)].map((match) => match[1]),
    id: /recommendationId\\":\\"([^\\]+)/.exec(html)?.[1] ?? '',
    page: /Page (\d+)/.exec(html)?.[1],
  }
}

describe('a page that is kept', () => {
  it('is rendered once, and has a nonce of its own, also in its headers, every time', async () => {
    const visits = [await visit(), await visit(), await visit()]
    expect(visits.map(({ page }) => page)).toEqual(['1', '1', '1'])
    expect(new Set(visits.map(({ nonce }) => nonce)).size).toBe(3)
    for (const { nonce, nonces, headers } of visits) {
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
      expect(nonces).toEqual([nonce, nonce])
      expect(headers.get('link')).toBe(`</font>; rel=preload; nonce="${nonce}"`)
    }
  })

  it('gives each visitor recommendations of their own, which stand in the log, and a cookie of their own', async () => {
    const visits = await Promise.all([visit(), visit(), visit(), visit()])
    expect(nRendered).toBe(1)
    const ids = visits.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect(new Set(visits.map(({ headers }) => headers.get('set-cookie'))).size).toBe(4)
    await host.recommendations.flush()
    const { rows } = await host.db.pool.query<{ method: string; n: number }>(
      'SELECT method, cardinality(movie_ids) AS n FROM recommendations WHERE id = ANY ($1) AND viewer_id IS NULL',
      [ids],
    )
    expect(rows).toEqual(ids.map(() => ({ method: 'popularity', n: 3 })))
  })

  it('is compressed for those who accept that', async () => {
    const visits = [await visit('/', { 'accept-encoding': 'gzip' }), await visit('/', { 'accept-encoding': 'gzip' })]
    expect(visits.map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', 'gzip'])
    expect((await visit('/', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull()
    expect(visits[1].nonces).toEqual([visits[1].nonce, visits[1].nonce])
  })

  it('is rendered again after some seconds, and at once with another model or catalogue', async () => {
    await visit()
    time += 9_999
    expect((await visit()).page).toBe('1')
    time += 2
    expect((await visit()).page).toBe('2')
    if (host.engine) host.engine = new Engine(host.engine)
    expect((await visit()).page).toBe('3')
    host.memory.search = await loadSearch(host.db)
    expect([(await visit()).page, (await visit()).page]).toEqual(['4', '4'])
  })
})

describe('a page that is not kept', () => {
  it.each([
    ['somebody with a cookie', '/', { cookie: 'marquee_guest=somebody' }],
    ['somebody with a key', '/', { authorization: 'Bearer mq_x' }],
    ['the data of a page alone', '/', { rsc: '1' }],
    ['the studio, which changes by itself', '/studio', {}],
    ['a part of the site that is made by chance', '/users/random', {}],
  ])('is one for %s', async (_, path, headers: Record<string, string>) => {
    await visit()
    expect([(await visit(path, headers)).page, (await visit(path, headers)).page]).toEqual(['2', '3'])
  })

  it('is of another address, host or browser', async () => {
    const pages = [await visit(), await visit('/browse?q=heat'), await visit('/', { 'user-agent': 'a robot' })]
    expect(pages.map(({ page }) => page)).toEqual(['1', '2', '3'])
  })

  it.each<[string, typeof twist]>([
    ['is not there', (_, response) => void (response.statusCode = 404)],
    ['leads elsewhere', (_, response) => void response.writeHead(307, { Location: '/browse' })],
    ['brings a cookie', (_, response) => void response.setHeader('Set-Cookie', 'theme=dark')],
    ['is no page', (_, response) => void response.setHeader('Content-Type', 'text/plain')],
    ['failed in part', (_, response) => void response.write('<!--$!--><template></template>')],
    ['shows what was recommended to somebody else', (_, response) => void response.write('"recommendationId":"x"')],
  ])('is one that %s, and it is sent all the same', async (_, turn) => {
    twist = turn
    const visits = [await visit(), await visit()]
    expect(nRendered).toBe(2)
    expect(visits[0].status).toBe(visits[1].status)
    for (const { nonce, nonces } of visits) expect(nonces).toEqual([nonce, nonce])
  })

  it('is one that could not be rendered, and the next visitor gets it', async () => {
    twist = () => {
      throw new Error('gone')
    }
    expect((await visit()).status).toBe(500)
    twist = () => undefined
    expect((await visit()).page).toBe('2')
  })
})
