// A page that a person opens again: sent without rendering while it is right, and never to anybody else.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { guestCookieValue, requirePerson, type Person } from '@/lib/auth/guest'
import { Engine } from '@/lib/engine/engine'
import type { Host } from '@/lib/services/host/host'
import { giveFeedback } from '@/lib/services/people/give-feedback'
import { rateMovie } from '@/lib/services/people/rate-movie'
import { createTestHost } from '@/test/host'
import { startPageServer, type PageServer } from '@/test/page-server'

let host: Host & { drop(): Promise<void> }
let pages: PageServer

beforeAll(async () => {
  host = await createTestHost()
  pages = await startPageServer(host)
})
beforeEach(() => pages.reset())
afterAll(async () => {
  await pages.close()
  await host.drop()
})

interface Browser {
  person: Person
  cookie: string
  open: (path?: string, headers?: Record<string, string>) => ReturnType<PageServer['visit']>
}

/** Somebody who has rated so many films. */
async function createBrowser(nRated: number): Promise<Browser> {
  const cookie = guestCookieValue(randomUUID(), host.secret)
  const { person } = await requirePerson(host.db, cookie, host.secret)
  for (let movieId = 1; movieId <= nRated; movieId++) await rateMovie(host, person, movieId, 4)
  const sent = `marquee_guest=${cookie}`
  const open: Browser['open'] = (path, headers) => pages.visit(path, { cookie: sent, ...headers })
  return { person, cookie: sent, open }
}

describe('a page that a person opens again', () => {
  it('is rendered once, and has a nonce and a recommendation of its own, logged for that person, every time', async () => {
    const { open, person } = await createBrowser(2)
    const visits = [await open(), await open(), await open()]
    expect(visits.map(({ page, words }) => [page, words?.slice(0, 7)])).toEqual(visits.map(() => ['1', '2 films']))
    for (const { nonce, nonces, headers } of visits) {
      expect(nonces).toEqual([nonce, nonce])
      expect(headers.get('link')).toContain(nonce)
    }
    expect(new Set(visits.map(({ nonce }) => nonce)).size).toBe(3)
    const ids = visits.map(({ recommendationId }) => recommendationId)
    expect(new Set(ids).size).toBe(3)
    await host.recommendations.flush()
    const { rows } = await host.db.pool.query<{ viewer_id: number }>(
      'SELECT viewer_id FROM recommendations WHERE id = ANY ($1)',
      [ids],
    )
    expect(rows.map((row) => row.viewer_id)).toEqual(ids.map(() => person.id))
  })

  it('is rendered once for windows that are opened together', async () => {
    const { open } = await createBrowser(1)
    const visits = await Promise.all([open(), open(), open()])
    expect(visits.map(({ page }) => page)).toEqual(['1', '1', '1'])
    expect(new Set(visits.map(({ nonce }) => nonce)).size).toBe(3)
  })

  it('is the same whether it was compressed at first, and whether it is now', async () => {
    const { open } = await createBrowser(1)
    const accepted = ['gzip', 'identity', 'gzip']
    const visits = []
    for (const encoding of accepted) visits.push(await open('/', { 'accept-encoding': encoding }))
    expect(visits.map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null, 'gzip'])
    expect(visits.map(({ page }) => page)).toEqual(['1', '1', '1'])
    const [first, second] = visits.map(({ html, nonce, recommendationId }) =>
      html.replaceAll(nonce, 'nonce').replaceAll(recommendationId, 'id'),
    )
    expect(second).toBe(first)
  })

  it('shows a star, and the lack of it, the next time it is opened', async () => {
    const { open, person } = await createBrowser(1)
    expect((await open()).words).toMatch('1 films')
    await rateMovie(host, person, 9, 5)
    expect((await open()).words).toMatch('2 films')
    await host.db.pool.query('DELETE FROM ratings WHERE profile_id = $1', [person.id])
    const after = await open()
    expect([after.words?.slice(0, 7), after.page]).toEqual(['0 films', '3'])
  })

  it('is another one after a verdict, another model, and some minutes', async () => {
    const { open, person } = await createBrowser(1)
    const { recommendationId } = await open()
    await host.recommendations.flush()
    const { rows } = await host.db.pool.query<{ movie_ids: number[] }>(
      'SELECT movie_ids FROM recommendations WHERE id = $1',
      [recommendationId],
    )
    await giveFeedback(host, person, { recommendationId, movieId: rows[0].movie_ids[0], verdict: 'seen' })
    expect((await open()).page).toBe('2')
    if (host.engine) host.engine = new Engine(host.engine)
    expect((await open()).page).toBe('3')
    pages.time += 299_999
    expect((await open()).page).toBe('3')
    pages.time += 2
    expect((await open()).page).toBe('4')
  })

  it('is never sent to anybody else: another person, a newcomer, or whoever makes the cookie up', async () => {
    const [one, other] = [await createBrowser(3), await createBrowser(5)]
    const mine = await one.open()
    expect(mine.words).toMatch('3 films')
    expect((await other.open()).words).toMatch('5 films')
    const forged = one.cookie.replace(/\.[^.]{6}/, '.forged')
    const newcomer = `marquee_guest=${guestCookieValue(randomUUID(), host.secret)}`
    for (const cookie of [forged, newcomer, '', 'marquee_theme=dark'])
      expect((await pages.visit('/', { cookie })).words).toMatch('0 films')
    const again = await one.open()
    expect([again.page, again.headers.get('set-cookie')?.split(';')[0]]).toEqual([mine.page, one.cookie])
    expect((await other.open()).headers.get('set-cookie')?.split(';')[0]).toBe(other.cookie)
  })

  it('is not what a person gets who was forgotten meanwhile', async () => {
    const { open, person } = await createBrowser(4)
    await open()
    await host.db.pool.query('DELETE FROM profiles WHERE id = $1', [person.id])
    expect((await open()).words).toMatch('0 films')
  })

  it('is not one that a part of failed, nor the data of a page alone', async () => {
    const { open } = await createBrowser(1)
    pages.twist = (_, response) => void response.write('<!--$!--><template></template>')
    const plain = { 'accept-encoding': 'identity' }
    expect([(await open('/', plain)).page, (await open('/', plain)).page]).toEqual(['1', '2'])
    pages.reset()
    expect([(await open()).page, (await open('/', { rsc: '1' })).page, (await open()).page]).toEqual(['1', '2', '1'])
  })

  it('comes piece by piece the first time, as it is made, and whole the next', async () => {
    const { open } = await createBrowser(1)
    expect((await open()).headers.get('content-length')).toBeNull()
    expect((await open()).headers.get('content-length')).not.toBeNull()
  })
})
