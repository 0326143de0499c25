import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestHost } from '@/test/host'
import { searchMovies } from './search-movies'

let host: Awaited<ReturnType<typeof createTestHost>>

beforeAll(async () => {
  host = await createTestHost()
})
afterAll(() => host.drop())

it('overlooks a NUL in the address of a page, which Postgres would refuse', async () => {
  const plain = await searchMovies(host, { q: 'film', limit: 5 })
  expect(await searchMovies(host, { q: 'fi\0lm', genre: '\0', limit: 5 })).toEqual(plain)
})
