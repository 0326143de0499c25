// What is answered before anybody asks.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestHost } from '@/test/host'
import type { Host } from '../host/host'
import { warmUp } from './warm-up'

let host: Host & { drop(): Promise<void> }
beforeAll(async () => {
  host = await createTestHost()
})
afterAll(() => host.drop())

it('is asked of the champion for users of the crowd, and is not logged', () => {
  const { engine } = host
  if (!engine) throw new Error('The test host has an engine.')
  const recommend = vi.spyOn(engine, 'recommend')
  warmUp(engine)
  expect(recommend.mock.calls[0]).toEqual(['champion', engine.ratings.ratingsOf(0), 10])
  expect(recommend.mock.calls.length).toBeLessThanOrEqual(engine.ratings.nUsers)
  expect(host.recommendations.unwritten).toBe(0)
})

it('is nothing while there is no engine yet', () => {
  expect(() => warmUp(null)).not.toThrow()
})
