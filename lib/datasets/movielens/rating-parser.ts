// The byte parser of ratings: from the bytes of a file straight into typed arrays, more than ten million rows a second.
import type { RatingBatch } from '../data-set'
import { MAX_LINE_BYTES } from '../files/line-blocks'
import { tidyLine } from '../files/text-lines'
import type { MovieIdSet } from '../movie-id-set'
import type { BadRowReason, Report } from '../report'
import type { Separator } from './split-fields'
import { parseHalfStars, parseId, parseTimestamp } from './parse-values'
import { splitFields } from './split-fields'

const BATCH_ROWS = 1 << 16
/** Short calls let V8 compile the whole function; a long first loop is compiled half known and thrown away at its end, every time. */
const ROWS_A_CALL = 1 << 10
const NEWLINE = 10
const RETURN = 13
const DOT = 46
const ZERO = 48

interface Rating {
  userId: number
  movieId: number
  halfStars: number
  ratedAt: number
}

export interface RatingFormat {
  /** For the report. */
  file: string
  separator: Separator
  /** Whether the first line names the columns. */
  header: boolean
  /** Three where the file has no timestamps. */
  nColumns: number
  knownMovies?: MovieIdSet
}

/** What stands for the time of a rating where the source does not say: the epoch, older than any rating. */
export const UNKNOWN_TIME = 0

/** Where the digits that were read last end: a second result that costs no allocation. */
let digitsEnd = 0

/** A whole number of one to nine digits, or of ten that begin with 1 and so fit 32 bits; −1 for anything else. */
function readDigits(block: Buffer, start: number): number {
  let value = 0
  let at = start
  for (let digit = block[at] - ZERO; digit >= 0 && digit <= 9; digit = block[at] - ZERO) {
    value = (Math.imul(value, 10) + digit) | 0
    at += 1
  }
  digitsEnd = at
  const nDigits = at - start
  return (nDigits > 0 && nDigits < 10) || (nDigits === 10 && block[start] === ZERO + 1) ? value : -1
}

/** "4", "4.0" and "4.5" in half-stars; whatever is out of range is no rating as MovieLens writes them. */
function readHalfStars(block: Buffer, start: number): number {
  const whole = (block[start] - ZERO) << 1
  digitsEnd = start + 1
  if (block[start + 1] !== DOT) return whole
  digitsEnd = start + 3
  if (block[start + 2] === ZERO) return whole
  return block[start + 2] === ZERO + 5 ? whole + 1 : -1
}

const isSeparator = (block: Buffer, at: number, code: number, width: number) =>
  block[at] === code && block[at + width - 1] === code

export class RatingParser {
  private batch = createBatch()
  private line = 0

  constructor(
    private readonly format: RatingFormat,
    private readonly report: Report,
  ) {}

  get isFull() {
    return this.batch.length === BATCH_ROWS
  }

  get isEmpty() {
    return this.batch.length === 0
  }

  takeBatch(): RatingBatch {
    const taken = this.batch
    this.batch = createBatch()
    return taken
  }

  /**
   * Parses some rows from `start`, never beyond a full batch or the block's end; answers where it stopped.
   * The straight road takes rows as MovieLens writes them: user, movie, stars with at most one decimal, seconds.
   * Whatever looks different goes to `parseOddLine`, which is slow and knows everything.
   */
  parse(block: Buffer, start: number): number {
    const { userId, movieId, halfStars, ratedAt } = this.batch
    const { knownMovies } = this.format
    const timed = this.format.nColumns === 4
    const separator = this.format.separator.charCodeAt(0)
    const width = this.format.separator.length
    let at = start
    let rows = this.batch.length
    const stop = Math.min(BATCH_ROWS, rows + ROWS_A_CALL)
    while (at < block.length && rows < stop) {
      const user = readDigits(block, at)
      const userEnd = digitsEnd
      const movie = readDigits(block, userEnd + width)
      const movieEnd = digitsEnd
      const half = readHalfStars(block, movieEnd + width)
      const starsEnd = digitsEnd
      const time = timed ? readDigits(block, starsEnd + width) : UNKNOWN_TIME
      const lineEnd = block[digitsEnd] === RETURN ? digitsEnd + 1 : digitsEnd
      this.line += 1
      const straight =
        block[lineEnd] === NEWLINE &&
        isSeparator(block, userEnd, separator, width) &&
        isSeparator(block, movieEnd, separator, width) &&
        (!timed || isSeparator(block, starsEnd, separator, width)) &&
        user > 0 &&
        movie > 0 &&
        half > 0 &&
        half <= 10 &&
        time >= 0 &&
        (knownMovies === undefined || knownMovies.has(movie))
      if (straight) {
        userId[rows] = user
        movieId[rows] = movie
        halfStars[rows] = half
        ratedAt[rows] = time
        rows += 1
        at = lineEnd + 1
        continue
      }
      this.batch.length = rows
      at = this.parseOddLine(block, at)
      rows = this.batch.length
    }
    this.batch.length = rows
    return at
  }

  /** Takes the line apart as text: headers, blank lines, quotes, blanks, ids of ten digits, and every kind of bad row. */
  private parseOddLine(block: Buffer, start: number): number {
    const newline = block.indexOf(NEWLINE, start)
    const end = newline === -1 ? block.length : newline
    if (end - start > MAX_LINE_BYTES) this.refuse('line longer than 1 MB')
    else this.takeLine(tidyLine(block.toString('latin1', start, end), this.line))
    return end + 1
  }

  private takeLine(text: string): void {
    const isHeader = this.line === 1 && this.format.header
    if (isHeader || text.trim() === '') return
    const rating = parseRating(text, this.format)
    if (typeof rating === 'string') {
      this.refuse(rating)
      return
    }
    const row = this.batch.length
    this.batch.userId[row] = rating.userId
    this.batch.movieId[row] = rating.movieId
    this.batch.halfStars[row] = rating.halfStars
    this.batch.ratedAt[row] = rating.ratedAt
    this.batch.length = row + 1
  }

  private refuse(reason: BadRowReason): void {
    this.report.addBadRow(this.format.file, this.line, reason)
  }
}

/** The readable twin of the straight road. */
export function parseRating(line: string, { separator, nColumns, knownMovies }: RatingFormat): Rating | BadRowReason {
  const fields = splitFields(line, separator)
  if (fields === null) return 'unclosed quote'
  if (fields.length !== nColumns) return 'wrong number of columns'
  const userId = parseId(fields[0])
  if (typeof userId === 'string') return userId
  const movieId = parseId(fields[1])
  if (typeof movieId === 'string') return movieId
  const halfStars = parseHalfStars(fields[2])
  if (typeof halfStars === 'string') return halfStars
  const ratedAt = nColumns === 3 ? UNKNOWN_TIME : parseTimestamp(fields[3])
  if (typeof ratedAt === 'string') return ratedAt
  return knownMovies?.has(movieId) === false ? 'movie not in catalogue' : { userId, movieId, halfStars, ratedAt }
}

const createBatch = (): RatingBatch => ({
  length: 0,
  userId: new Int32Array(BATCH_ROWS),
  movieId: new Int32Array(BATCH_ROWS),
  halfStars: new Uint8Array(BATCH_ROWS),
  ratedAt: new Int32Array(BATCH_ROWS),
})
