// How stored JSON is put into words.
import { describe, expect, it } from 'vitest'
import { describeEnrichment, describeEstimate, describeReport, describeStatus } from './describe'

describe('the words for a run', () => {
  it('put an interval behind a figure, and a dash where there is none', () => {
    expect(describeEstimate({ value: 0.25, low: 0.21, high: 0.29123 })).toBe('0.25 (0.21 to 0.2912)')
    expect(describeEstimate({ value: 0.4, low: null, high: null })).toBe('0.4')
    expect(describeEstimate(undefined)).toBe('–')
  })

  it('say how far it is, and why it failed', () => {
    expect(describeStatus({ status: 'running', progress: 0.414, error: null })).toBe('running, 41% done')
    expect(describeStatus({ status: 'failed', progress: 0, error: 'No space left.' })).toBe('failed: No space left.')
    expect(describeStatus({ status: 'cancelled', progress: 0.2, error: 'x' })).toBe('cancelled')
  })
})

describe('the words for the report of an import', () => {
  const read = { movies: 9742, profiles: 610, ratings: 100836, tags: 1 }

  it('say what was read, changed and left out, and how long it took', () => {
    expect(describeReport({ read, changedRows: 5, badRows: 0, seconds: 3.74, bad: {} })).toEqual([
      '9,742 films, 100,836 ratings, 1 tag, of 610 users',
      '5',
      '0',
      '3.7 s',
    ])
  })

  it('are dashes for what is not a report as we write them', () => {
    for (const other of [null, 'x', {}, { read: 3 }]) expect(describeReport(other)).toEqual(['–', '–', '–', '–'])
  })
})

describe('the words for the report of an enrichment', () => {
  it('say whether it came to its end, and what became of the films', () => {
    const report = { complete: true, found: 8313, missing: 1429, failed: 0, updated: 8313 }
    expect(describeEnrichment(report)).toEqual(['complete', '8,313', '1,429', '0', '8,313'])
    expect(describeEnrichment({ ...report, complete: false, missing: undefined })).toEqual([
      'stopped before its end',
      '8,313',
      '–',
      '0',
      '8,313',
    ])
  })

  it('are dashes for what is not a report as we write them', () => {
    for (const other of [null, {}, { complete: 'yes' }]) expect(describeEnrichment(other)[0]).toBe('–')
  })
})
