// How addresses are read.
import { describe, expect, it } from 'vitest'
import { movieIdSchema } from '@/lib/schemas/movie'
import { firstOf, parseId } from './route-params'

describe('an address', () => {
  it('names an id in one way only', () => {
    expect(parseId('318', movieIdSchema)).toBe(318)
    for (const raw of ['0', '-1', '007', '1e2', '0x10', '3.5', ' 7', 'heat', '', '2147483648', '%00']) {
      expect(parseId(raw, movieIdSchema), raw).toBeNull()
    }
  })

  it('gives the first of several values, and nothing for a blank one', () => {
    expect(firstOf(['heat', 'thief'])).toBe('heat')
    expect(firstOf('  heat ')).toBe('heat')
    expect(firstOf('  ')).toBeUndefined()
    expect(firstOf([])).toBeUndefined()
    expect(firstOf(undefined)).toBeUndefined()
  })
})
