import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NeighbourDto, UserDetail, UserPage } from '@/lib/schemas/user'
import { expectProblem, Visitor } from '@/test/api'
import { createTestHost } from '@/test/host'
import { createApi } from './app'

let host: Awaited<ReturnType<typeof createTestHost>>
let visitor: Visitor

beforeAll(async () => {
  host = await createTestHost()
  visitor = new Visitor(createApi({ getHost: () => Promise.resolve(host) }))
})
afterAll(() => host.drop())

describe('GET /users', () => {
  it('pages through every user once, in order, and the last page has no cursor', async () => {
    const seen: number[] = []
    let page: UserPage = await visitor.get('users?limit=15')
    seen.push(...page.items.map((user) => user.userId))
    while (page.nextCursor) {
      page = await visitor.get(`users?limit=15&cursor=${page.nextCursor}`)
      seen.push(...page.items.map((user) => user.userId))
    }
    expect(page.total).toBe(40)
    expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  })

  it('refuses the cursor of another list', async () => {
    const cursor = Buffer.from('o24').toString('base64url')
    await expectProblem(await visitor.ask('GET', `users?cursor=${cursor}`), 422, 'invalid')
  })
})

describe('GET /users/{userId}', () => {
  it('tells how a user rates and what they like', async () => {
    const user = await visitor.get<UserDetail>('users/7')
    const { rows } = await host.db.pool.query<{ n: number; mean: number }>(
      `SELECT count(*)::int AS n, avg(half_stars)::float / 2 AS mean FROM ratings JOIN profiles p ON p.id = profile_id WHERE user_id = 7`,
    )
    expect([user.userId, user.count]).toEqual([7, rows[0].n])
    expect(user.mean).toBeCloseTo(rows[0].mean, 5)
    expect(user.topGenres[0]).toBe('Comedy')
    expect(user.histogram.reduce((sum, count) => sum + count, 0)).toBe(user.count)
  })

  it('does not know an unknown user', async () => {
    await expectProblem(await visitor.ask('GET', 'users/41'), 404, 'not_found')
    await expectProblem(await visitor.ask('GET', 'users/41/neighbours'), 404, 'not_found')
  })
})

describe('GET /users/{userId}/neighbours', () => {
  it('finds users of the same taste, most similar first, never the user', async () => {
    const { items } = await visitor.get<{ items: NeighbourDto[] }>('users/7/neighbours?k=5')
    expect(items).toHaveLength(5)
    for (const { userId, common } of items) {
      expect(userId % 2).toBe(1)
      expect(userId).not.toBe(7)
      expect(common).toBeGreaterThan(0)
    }
    const similarities = items.map((neighbour) => neighbour.similarity)
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a))
  })

  it('refuses a k that is none', async () => {
    await expectProblem(await visitor.ask('GET', 'users/7/neighbours?k=101'), 422, 'invalid')
  })
})
