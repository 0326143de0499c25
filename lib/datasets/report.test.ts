import { describe, expect, it } from 'vitest'
import { Report } from './report'

describe('A report', () => {
  it('counts every bad row and keeps the first hundred', () => {
    const report = new Report()
    for (let line = 1; line <= 250; line++) report.addBadRow('ratings.csv', line, 'not a number')
    report.addBadRow('tags.csv', 7, 'empty tag')
    const { bad, badRows, firstBadRows } = report.summary()
    expect([badRows, bad]).toEqual([251, { 'ratings.csv': { 'not a number': 250 }, 'tags.csv': { 'empty tag': 1 } }])
    expect([firstBadRows.length, firstBadRows[99].line]).toEqual([100, 100])
  })
})
