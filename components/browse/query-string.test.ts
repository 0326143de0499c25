import { describe, expect, it } from 'vitest'
import { filtersOf, toQueryString } from './query-string'

describe('the URL of a movie query', () => {
  it('leaves out what is not set', () => {
    expect(toQueryString({ q: '', genre: undefined, minRatings: 0 })).toBe('')
  })

  it('writes filters in one order, however they were given, and without cursor and limit', () => {
    expect(toQueryString(filtersOf({ decade: 1990, limit: 24, cursor: 'abc', q: 'heat & dust', genre: 'Crime' }))).toBe(
      'q=heat+%26+dust&genre=Crime&decade=1990',
    )
  })
})
