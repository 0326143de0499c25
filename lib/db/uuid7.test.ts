import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { timeOfUuid7, uuid7 } from './uuid7'

it('gives ids of version 7 that tell when they were given and sort by it', () => {
  const at = Date.UTC(2026, 10, 22, 12)
  const ids = [at, at + 1, at + 70_000].map(uuid7)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.map(timeOfUuid7)).toEqual([at, at + 1, at + 70_000])
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(Array.from({ length: 1000 }, () => uuid7(at))).size).toBe(1000)
})

it('knows no time of an id of another version', () => {
  expect(timeOfUuid7(randomUUID())).toBeNull()
})
