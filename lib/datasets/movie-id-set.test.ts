import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MovieIdSet } from './movie-id-set'

describe('A set of film ids', () => {
  it('answers as a Set does, for small ids and for the largest', () => {
    const id = fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 2_147_483_647 }))
    fc.assert(
      fc.property(fc.array(id, { maxLength: 30 }), fc.array(id, { maxLength: 30 }), (ids, others) => {
        const set = new MovieIdSet(ids)
        const truth = new Set(ids)
        for (const asked of [...ids, ...others]) expect(set.has(asked)).toBe(truth.has(asked))
      }),
    )
  })
})
