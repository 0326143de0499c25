// How the filters of Browse are read out of an address.
import { describe, expect, it } from 'vitest'
import { parseBrowseQuery } from './parse-query'

describe('the filters in the address of Browse', () => {
  it('are read as they are written', () => {
    const { query, notices } = parseBrowseQuery({ q: 'heat', genre: 'crime', decade: '1990', minRatings: '50' })
    expect(query).toEqual({ q: 'heat', genre: 'Crime', decade: 1990, minRatings: 50, limit: 24 })
    expect(notices).toEqual([])
  })

  it('are absent where they are blank, and the first counts where they are repeated', () => {
    expect(parseBrowseQuery({ q: ' ', decade: '', minRatings: undefined }).query).toEqual({ limit: 24 })
    expect(parseBrowseQuery({ genre: ['Drama', 'War'] }).query.genre).toBe('Drama')
  })

  it('are left out with a sentence each where they make no sense, and the rest stays', () => {
    const { query, notices } = parseBrowseQuery({ q: 'heat', genre: 'Telenovela', decade: '1995', minRatings: 'lots' })
    expect(query).toEqual({ q: 'heat', limit: 24 })
    expect(notices).toHaveLength(3)
    expect(notices[0]).toContain('Telenovela')
    expect(notices[1]).toContain('1995')
    expect(notices[2]).toContain('lots')
  })

  it('never repeat a very long text back', () => {
    const { query, notices } = parseBrowseQuery({ q: 'x'.repeat(300), genre: 'y'.repeat(5000) })
    expect(query).toEqual({ limit: 24 })
    expect(notices.join('').length).toBeLessThan(300)
  })

  it('cannot set the page size or a cursor', () => {
    expect(parseBrowseQuery({ limit: '5000', cursor: 'x' }).query).toEqual({ limit: 24 })
  })
})
