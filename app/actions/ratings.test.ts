import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { shareHost } from '@/lib/services/host/host'
import { countRows } from '@/test/api'
import { createTestHost } from '@/test/host'
import { clearRatingAction, rateMovieAction } from './ratings'

const { jar } = vi.hoisted(() => ({ jar: new Map<string, string>() }))
vi.mock('next/headers', () => ({
  cookies: () =>
    Promise.resolve({
      get: (name: string) => (jar.has(name) ? { value: jar.get(name) } : undefined),
      set: (name: string, value: string) => jar.set(name, value),
    }),
  headers: () => Promise.resolve(new Headers()),
}))

let host: Awaited<ReturnType<typeof createTestHost>>

beforeAll(async () => {
  host = await createTestHost()
  shareHost(Promise.resolve(host))
})
afterAll(() => host.drop())
beforeEach(() => jar.clear())

describe('the actions of ratings', () => {
  it('rate and clear for whoever has the cookie, who becomes a person by it', async () => {
    expect(await rateMovieAction({ movieId: 1, stars: 4.5 })).toEqual({ ok: true, data: { stars: 4.5 } })
    expect(jar.size).toBe(1)
    expect(await clearRatingAction({ movieId: 1 })).toEqual({ ok: true, data: { stars: null } })
  })

  it.each([['1'], [true], [[1]], [1.5], [0], [2 ** 31], [null], [undefined], [{}]])(
    'take no %j for a movie id, whatever a browser was made to send',
    async (movieId) => {
      const before = await countRows(host)
      const given = { movieId: movieId as number }
      expect(await rateMovieAction({ ...given, stars: 4 })).toMatchObject({ ok: false, code: 'invalid' })
      expect(await clearRatingAction(given)).toMatchObject({ ok: false, code: 'invalid' })
      expect(await countRows(host)).toEqual(before)
    },
  )

  it('say so when there is no such movie, to a newcomer too', async () => {
    expect(await clearRatingAction({ movieId: 61 })).toMatchObject({ ok: false, code: 'not_found' })
    expect(await rateMovieAction({ movieId: 61, stars: 4 })).toMatchObject({ ok: false, code: 'not_found' })
    expect(jar.size).toBe(0)
    await rateMovieAction({ movieId: 1, stars: 4 })
    expect(await clearRatingAction({ movieId: 61 })).toMatchObject({ ok: false, code: 'not_found' })
  })
})
