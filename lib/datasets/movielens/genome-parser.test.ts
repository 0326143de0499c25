import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidyLine } from '../files/text-lines'
import { MovieIdSet } from '../movie-id-set'
import { Report } from '../report'
import { GenomeParser, parseScore, type GenomeFormat } from './genome-parser'

const format: GenomeFormat = {
  file: 'genome-scores.csv',
  separator: ',',
  header: true,
  known: { movies: new MovieIdSet([1, 2, 7, 123456]), tags: new Set([1, 2, 3]) },
}

function parseAll(text: string) {
  const report = new Report()
  const parser = new GenomeParser(format, report)
  const block = Buffer.from(text)
  const rows: number[][] = []
  for (let at = 0; at < block.length;) at = parser.parse(block, at)
  const { length, movieId, tagId, relevance } = parser.takeBatch()
  for (let i = 0; i < length; i++) rows.push([movieId[i], tagId[i], relevance[i]])
  return { rows, report }
}

/** As the slow twin reads the same lines. */
function parseSlowly(text: string) {
  const lines = text.split('\n').slice(0, -1)
  const parsed = lines.flatMap((line, i) => {
    const tidy = tidyLine(line, i + 1)
    return i === 0 || tidy.trim() === '' ? [] : [{ line: i + 1, score: parseScore(tidy, format) }]
  })
  return {
    rows: parsed.flatMap(({ score }) =>
      typeof score === 'string' ? [] : [[score.movieId, score.tagId, Math.fround(score.relevance)]],
    ),
    bad: parsed.flatMap(({ line, score }) =>
      typeof score === 'string' ? [{ file: format.file, line, reason: score }] : [],
    ),
  }
}

const HEADER = 'movieId,tagId,relevance\n'

describe('The parser of genome scores', () => {
  it('reads numbers as MovieLens writes them, and as others might', () => {
    const { rows, report } = parseAll(`${HEADER}1,1,0.02900000000000036\r\n2,3,1\n7,2,2.5e-4\n"1",2,0.5\n\n2,1,0\n`)
    expect(rows).toEqual([
      [1, 1, Math.fround(0.029)],
      [2, 3, 1],
      [7, 2, Math.fround(0.00025)],
      [1, 2, 0.5],
      [2, 1, 0],
    ])
    expect(report.badRows).toBe(0)
  })

  it('takes and refuses what its slow twin does, whatever the lines', () => {
    const id = fc.constantFrom(
      '1',
      '2',
      '7',
      '123456',
      '0',
      '-1',
      '99',
      '3000000000',
      '12345678901',
      '',
      'x',
      ' 2 ',
      '"1"',
    )
    const value = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }).map(String),
      fc.constantFrom(
        '0.5',
        '1',
        '1.0',
        '0',
        '2',
        '-0.1',
        '.5',
        '0.',
        'NaN',
        '',
        '1e-3',
        '0.12345678901234567890',
        '"0.5"',
      ),
    )
    const line = fc
      .tuple(id, id, value, fc.constantFrom('', '', '', '\r', ',', ' '))
      .map(([a, b, c, end]) => `${a},${b},${c}${end}`)
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 20 }), (lines) => {
        const text = HEADER + lines.map((one) => `${one.replaceAll('\n', ' ')}\n`).join('')
        const fast = parseAll(text)
        const slow = parseSlowly(Buffer.from(text).toString('latin1'))
        expect(fast.rows.map(([movie, tag]) => [movie, tag])).toEqual(slow.rows.map(([movie, tag]) => [movie, tag]))
        fast.rows.forEach(([, , relevance], i) => expect(relevance).toBeCloseTo(slow.rows[i][2], 6))
        expect(fast.report.firstBadRows).toEqual(slow.bad)
      }),
      { numRuns: 500 },
    )
  })
})
