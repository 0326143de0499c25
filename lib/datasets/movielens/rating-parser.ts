// The parser of ratings: rows as MovieLens writes them take the straight road, and whatever else there is a slow one that knows everything.
import type { RatingBatch } from '../data-set'
import { MAX_LINE_BYTES } from '../files/line-blocks'
import { tidyLine } from '../files/text-lines'
import type { MovieIdSet } from '../movie-id-set'
import type { BadRowReason, Report } from '../report'
import type { Separator } from './split-fields'
import { parseHalfStars, parseId, parseTimestamp } from './parse-values'
import { splitFields } from './split-fields'
import { takeStraightRows, type RowShape } from './straight-rows'

const BATCH_ROWS = 1 << 16
/** Short calls let V8 compile the whole function; a long first loop is compiled half known and thrown away at its end, every time. */
const ROWS_A_CALL = 1 << 10
const NEWLINE = 10

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

export class RatingParser {
  private batch = createBatch()
  private line = 0
  private readonly shape: RowShape

  constructor(
    private readonly format: RatingFormat,
    private readonly report: Report,
  ) {
    const { separator, nColumns, knownMovies } = format
    this.shape = { separator: separator.charCodeAt(0), width: separator.length, timed: nColumns === 4, knownMovies }
  }

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

  /** Parses some rows from `start`, never beyond a full batch or the block's end; answers where it stopped. */
  parse(block: Buffer, start: number): number {
    const before = this.batch.length
    const stop = Math.min(BATCH_ROWS, before + ROWS_A_CALL)
    const at = takeStraightRows(block, start, this.batch, stop, this.shape)
    this.line += this.batch.length - before
    if (this.batch.length === stop || at === block.length) return at
    this.line += 1
    return this.parseOddLine(block, at)
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

/** What a line says: the slow road, and the readable twin of the straight one. */
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
