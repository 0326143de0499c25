// Who is sent a page that was rendered for somebody else, and what is new in it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { guestCookieValue } from '@/lib/auth/guest'
import { Engine } from '@/lib/engine/engine'
import type { Host } from '@/lib/services/host/host'
import { loadSearch } from '@/lib/services/catalogue/remembered-search'
import { createTestHost } from '@/test/host'
import { startPageServer, type PageServer } from '@/test/page-server'

let host: Host & { drop(): Promise<void> }
let pages: PageServer
const visit: PageServer['visit'] = (...given) => pages.visit(...given)

beforeAll(async () => {
  host = await createTestHost()
  pages = await startPageServer(host)
})
beforeEach(() => pages.reset())
afterAll(async () => {
  await pages.close()
  await host.drop()
})

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
    expect(pages.nRendered).toBe(1)
    const ids = visits.map(({ recommendationId }) => recommendationId)
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

  it('is the same for a browser that was here before and has done nothing, and for one with a cookie that is not ours', async () => {
    const newcomer = guestCookieValue('018f2d3c-0000-4000-8000-000000000001', host.secret)
    await visit()
    for (const cookie of [`marquee_guest=${newcomer}`, 'marquee_guest=forged', 'other=1; marquee_theme=odd']) {
      const { page, nonce, nonces, words } = await visit('/', { cookie })
      expect({ page, nonces, words }).toEqual({ page: '1', nonces: [nonce, nonce], words: '0 films, cookies: ' })
    }
  })

  it('is another one for those who chose a theme, who share it', async () => {
    await visit()
    const dark = await visit('/', { cookie: 'other=secret; marquee_theme=dark' })
    expect([dark.page, dark.words]).toEqual(['2', '0 films, cookies: marquee_theme=dark'])
    expect((await visit('/', { cookie: 'marquee_theme=dark; more=1' })).page).toBe('2')
    expect((await visit('/', { cookie: 'marquee_theme=light' })).page).toBe('3')
  })

  it('is rendered again after some seconds, and at once with another model or catalogue', async () => {
    await visit()
    pages.time += 9_999
    expect((await visit()).page).toBe('1')
    pages.time += 2
    expect((await visit()).page).toBe('2')
    if (host.engine) host.engine = new Engine(host.engine)
    expect((await visit()).page).toBe('3')
    host.memory.search = await loadSearch(host.db)
    expect([(await visit()).page, (await visit()).page]).toEqual(['4', '4'])
  })
})

describe('a page that is not kept', () => {
  it.each([
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

  it.each<[string, PageServer['twist']]>([
    ['is not there', (_, response) => void (response.statusCode = 404)],
    ['leads elsewhere', (_, response) => void response.writeHead(307, { Location: '/browse' })],
    ['brings a cookie', (_, response) => void response.setHeader('Set-Cookie', 'theme=dark')],
    ['is no page', (_, response) => void response.setHeader('Content-Type', 'text/plain')],
    ['failed in part', (_, response) => void response.write('<!--$!--><template></template>')],
    ['shows what was recommended to somebody else', (_, response) => void response.write('"recommendationId":"x"')],
  ])('is one that %s, and it is sent all the same', async (_, turn) => {
    pages.twist = turn
    const visits = [await visit(), await visit()]
    expect(pages.nRendered).toBe(2)
    expect(visits[0].status).toBe(visits[1].status)
    for (const { nonce, nonces } of visits) expect(nonces).toEqual([nonce, nonce])
  })

  it('is one that could not be rendered, and the next visitor gets it', async () => {
    pages.twist = () => {
      throw new Error('gone')
    }
    expect((await visit()).status).toBe(500)
    pages.twist = () => undefined
    expect((await visit()).page).toBe('2')
  })
})
