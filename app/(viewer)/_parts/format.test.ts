// What the pages' numbers look like.
import { describe, expect, it } from 'vitest'
import { formatCounted, formatFigure, formatMoment, formatSeconds, formatStars } from './format'

describe('the numbers of the pages', () => {
  it('carry their unit, in the singular for one', () => {
    expect(formatCounted(1, 'rating')).toBe('1 rating')
    expect(formatCounted(0, 'rating')).toBe('0 ratings')
    expect(formatCounted(100836, 'rating')).toBe('100,836 ratings')
    expect(formatCounted(610, 'person', 'people')).toBe('610 people')
  })

  it('show stars with one decimal and metrics with four significant digits', () => {
    expect(formatStars(4)).toBe('4.0')
    expect(formatFigure(0.123456)).toBe('0.1235')
    expect(formatFigure(Number.NaN)).toBe('not a number')
  })

  it('show a duration in the unit that fits it', () => {
    expect(formatSeconds(0.02)).toBe('under 0.1 s')
    expect(formatSeconds(0.84)).toBe('0.8 s')
    expect(formatSeconds(41.2)).toBe('41 s')
    expect(formatSeconds(119.6)).toBe('2 min')
    expect(formatSeconds(200)).toBe('3 min 20 s')
  })

  it('show a moment in UTC and say so', () => {
    expect(formatMoment('2026-11-21T14:05:00.000Z')).toBe('21 Nov 2026, 14:05 UTC')
  })
})
