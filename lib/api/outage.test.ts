import { describe, expect, it } from 'vitest'
import { isOutage } from './outage'

const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

describe('an outage of the database', () => {
  it.each(['ECONNREFUSED', '57P01', '53300', 'P1001'])('is told by its code: %s', (code) => {
    expect(isOutage(coded(code))).toBe(true)
  })

  it('is found in a cause, and in what several addresses answered', () => {
    expect(isOutage(new Error('query failed', { cause: coded('57P03') }))).toBe(true)
    expect(isOutage(new AggregateError([coded('EACCES'), coded('ECONNREFUSED')]))).toBe(true)
  })

  it('is not a query that is wrong, nor anything else', () => {
    const circular: { cause?: unknown } = {}
    circular.cause = circular
    for (const other of [coded('42P01'), coded('23505'), new Error('no'), null, 'text', circular]) {
      expect(isOutage(other)).toBe(false)
    }
  })
})
