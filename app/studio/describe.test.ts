// How stored JSON is put into words.
import { describe, expect, it } from 'vitest'
import { describeEnrichment, describeMetrics, describeReport } from './describe'

describe('the words for the metrics of a run', () => {
  it('name every number, whole ones in full and others with four digits', () => {
    expect(describeMetrics({ nItems: 100836, coldStartShare: 0.123456, 'NDCG@10': 0.25 })).toBe(
      'items 100,836 · cold start share 0.1235 · NDCG@10 0.25',
    )
  })

  it('put an interval behind its figure', () => {
    expect(describeMetrics({ 'NDCG@10': 0.25, 'NDCG@10 low': 0.21, 'NDCG@10 high': 0.29, measuredPeople: 120 })).toBe(
      'NDCG@10 0.25 (0.21 to 0.29) · measured people 120',
    )
  })

  it('leave out what has a column of its own, and are a dash when nothing is left', () => {
    expect(describeMetrics({ seconds: 3 })).toBe('–')
    expect(describeMetrics({})).toBe('–')
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
