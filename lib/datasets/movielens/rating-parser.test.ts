import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MovieIdSet } from '../movie-id-set'
import { Report } from '../report'
import { RatingParser, parseRating } from './rating-parser'
import type { Separator } from './split-fields'

interface Row {
  userId: number
  movieId: number
  halfStars: number
  ratedAt: number
}

const formatOf = (separator: Separator, knownMovies?: MovieIdSet, nColumns = 4) => ({
  file: 'ratings',
  separator,
  header: separator === ',',
  nColumns,
  knownMovies,
})

function parseAll(text: string, separator: Separator = ',', knownMovies?: MovieIdSet) {
  const report = new Report()
  const parser = new RatingParser(formatOf(separator, knownMovies), report)
  const block = Buffer.from(text)
  const rows: Row[] = []
  const take = () => {
    const { length, userId, movieId, halfStars, ratedAt } = parser.takeBatch()
    for (let i = 0; i < length; i++)
      rows.push({ userId: userId[i], movieId: movieId[i], halfStars: halfStars[i], ratedAt: ratedAt[i] })
  }
  for (let at = 0; at < block.length;) {
    at = parser.parse(block, at)
    if (parser.isFull) take()
  }
  take()
  return { rows, bad: report.firstBadRows.map(({ line, reason }) => ({ line, reason })) }
}

const HEADER = 'userId,movieId,rating,timestamp\n'
const row = (userId: number, movieId: number, halfStars: number, ratedAt: number) => ({
  userId,
  movieId,
  halfStars,
  ratedAt,
})

describe('The parser of ratings', () => {
  it('reads CSV as MovieLens writes it', () => {
    const { rows, bad } = parseAll(`${HEADER}1,31,2.5,1260759144\n1,1029,3.0,789652004\n671,2,5,0\n`)
    expect(rows).toEqual([row(1, 31, 5, 1260759144), row(1, 1029, 6, 789652004), row(671, 2, 10, 0)])
    expect(bad).toEqual([])
  })

  it('reads the columns of MovieLens 1M, whose first line is a rating', () => {
    expect(parseAll('1::1193::5::978300760\n6040::1097::4::956715569\n', '::').rows).toEqual([
      row(1, 1193, 10, 978300760),
      row(6040, 1097, 8, 956715569),
    ])
  })

  it('takes Windows line endings, a byte order mark, quotes, blanks and blank lines as they come', () => {
    const { rows, bad } = parseAll(
      `\uFEFF${HEADER}1,2,3.5,4\r\n\r\n"1","3","4.0","5"\n 1 , 4 , .5 , 6 \n2147483647,5,1.50,2147483647\n\n`,
    )
    expect(rows).toEqual([row(1, 2, 7, 4), row(1, 3, 8, 5), row(1, 4, 1, 6), row(2147483647, 5, 3, 2147483647)])
    expect(bad).toEqual([])
  })

  it.each([
    ['1,2,3.5', 'wrong number of columns'],
    ['1,2,3.5,4,5', 'wrong number of columns'],
    ['1::2::3::4', 'wrong number of columns'],
    ['one,2,3.5,4', 'not a number'],
    ['1.5,2,3.5,4', 'not a number'],
    ['1,,3.5,4', 'not a number'],
    ['1,2,good,4', 'not a number'],
    ['1,2,3.5,yesterday', 'not a number'],
    ['0,2,3.5,4', 'id out of range'],
    ['-1,2,3.5,4', 'id out of range'],
    ['1,2147483648,3.5,4', 'id out of range'],
    ['4294967297,2,3.5,4', 'id out of range'],
    ['1,2,0,4', 'rating is not a half-star from 0.5 to 5'],
    ['1,2,5.5,4', 'rating is not a half-star from 0.5 to 5'],
    ['1,2,3.7,4', 'rating is not a half-star from 0.5 to 5'],
    ['1,2,10,4', 'rating is not a half-star from 0.5 to 5'],
    ['1,2,-1,4', 'rating is not a half-star from 0.5 to 5'],
    ['1,2,3.5,-4', 'impossible timestamp'],
    ['1,2,3.5,4294967297', 'impossible timestamp'],
    ['"1,2,3.5,4', 'unclosed quote'],
    [`1,2,3.5,${'4'.repeat(1 << 20)}`, 'line longer than 1 MB'],
  ])('leaves out "%.40s": %s', (line, reason) => {
    const { rows, bad } = parseAll(`${HEADER}9,9,5.0,9\n${line}\n8,8,4.0,8\n`)
    expect(bad).toEqual([{ line: 3, reason }])
    expect(rows).toEqual([row(9, 9, 10, 9), row(8, 8, 8, 8)])
  })

  it('leaves out ratings of films that the catalogue does not have', () => {
    const { rows, bad } = parseAll(`${HEADER}1,2,5.0,4\n1,3,5.0,4\n"1",3,5.0,4\n`, ',', new MovieIdSet([2]))
    expect(rows).toEqual([row(1, 2, 10, 4)])
    expect(bad).toEqual([3, 4].map((line) => ({ line, reason: 'movie not in catalogue' })))
  })

  it('says of every line, odd or straight, what its readable twin says', () => {
    const digits = fc.stringMatching(/^\d{1,11}$/)
    const odd = fc.constantFrom('', ' ', '-1', '"3"', '4.5', '1e3', '٣', 'x')
    const field = fc.oneof({ weight: 4, arbitrary: digits }, odd)
    const stars = fc.oneof(fc.constantFrom('0.5', '1', '3.0', '5.0', '4.50', '.5', '5.', '0.0', '3.25'), field)
    const separator = fc.constantFrom<Separator>(',', '::')
    const line = fc.tuple(separator, field, field, stars, field, fc.constantFrom('', '\r', ','))
    fc.assert(
      fc.property(separator, fc.array(line, { minLength: 1, maxLength: 8 }), (layout, lines) => {
        const texts = lines.map(([mark, a, b, c, d, end]) => `${[a, b, c, d].join(mark)}${end}`)
        // The last rows of a block are never taken straight: these are there so that all before them can be.
        texts.push(...Array.from({ length: 8 }, () => ['9', '9', '5.0', '9'].join(layout)))
        const { rows, bad } = parseAll(`${layout === ',' ? HEADER : ''}${texts.join('\n')}\n`, layout)
        const expected = texts
          .map((text) => Buffer.from(text.replace(/\r$/, '')).toString('latin1'))
          .filter((text) => text.trim() !== '')
          .map((text) => parseRating(text, formatOf(layout)))
        expect(rows).toEqual(expected.filter((value) => typeof value !== 'string'))
        expect(bad.map(({ reason }) => reason)).toEqual(expected.filter((value) => typeof value === 'string'))
      }),
      { numRuns: 500 },
    )
  })

  it('fills one batch after the other', () => {
    const n = 150_000
    const lines = Array.from({ length: n }, (_, i) => `${i + 1},${(i % 7) + 1},${((i % 10) + 1) / 2},${i}`)
    const { rows } = parseAll(`${HEADER}${lines.join('\n')}\n`)
    expect(rows).toHaveLength(n)
    expect(rows[n - 1]).toEqual(row(n, ((n - 1) % 7) + 1, ((n - 1) % 10) + 1, n - 1))
  })
})
