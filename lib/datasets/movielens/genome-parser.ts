// The byte parser of genome scores: fifteen million rows of MovieLens 25M from the bytes of the file into typed arrays.
import type { GenomeBatch, GenomeKeys } from '../data-set'
import { MAX_LINE_BYTES } from '../files/line-blocks'
import { tidyLine } from '../files/text-lines'
import type { BadRowReason, Report } from '../report'
import { parseId } from './parse-values'
import type { Separator } from './split-fields'
import { splitFields } from './split-fields'

const BATCH_ROWS = 1 << 16
/** As in ./rating-parser.ts: short calls let V8 compile the whole function. */
const ROWS_A_CALL = 1 << 10
const NEWLINE = 10
const RETURN = 13
const DOT = 46
const ZERO = 48
/** More digits than a 32-bit float can tell apart are passed over. */
const MAX_DIGITS = 15

export interface GenomeFormat {
  /** For the report. */
  file: string
  separator: Separator
  /** Whether the first line names the columns. */
  header: boolean
  known: GenomeKeys
}

interface Score {
  movieId: number
  tagId: number
  relevance: number
}

/** Where the number that was read last ends: a second result that costs no allocation. */
let numberEnd = 0

/** One to nine digits; −1 for anything else. */
function readId(block: Buffer, start: number): number {
  let value = 0
  let at = start
  for (let digit = block[at] - ZERO; digit >= 0 && digit <= 9; digit = block[at] - ZERO) {
    value = (Math.imul(value, 10) + digit) | 0
    at += 1
  }
  numberEnd = at
  return at > start && at - start < 10 ? value : -1
}

/** "0.28175", "1" and "0.02900000000000036"; −1 for what has no digit in front, and for anything else. */
function readRelevance(block: Buffer, start: number): number {
  let value = block[start] - ZERO
  let at = start + 1
  numberEnd = at
  if (!(value >= 0 && value <= 9)) return -1
  if (block[at] !== DOT) return value
  let scale = 1
  for (let digit = block[++at] - ZERO; digit >= 0 && digit <= 9; digit = block[++at] - ZERO) {
    if (at - start > MAX_DIGITS) continue
    value = value * 10 + digit
    scale *= 10
  }
  numberEnd = at
  return value / scale
}

export class GenomeParser {
  private batch = createBatch()
  private line = 0

  constructor(
    private readonly format: GenomeFormat,
    private readonly report: Report,
  ) {}

  get isFull() {
    return this.batch.length === BATCH_ROWS
  }

  get isEmpty() {
    return this.batch.length === 0
  }

  takeBatch(): GenomeBatch {
    const taken = this.batch
    this.batch = createBatch()
    return taken
  }

  /** Parses some rows from `start`, never beyond a full batch or the block's end; answers where it stopped. Odd lines go the slow way. */
  parse(block: Buffer, start: number): number {
    const { movieId, tagId, relevance } = this.batch
    const { movies, tags } = this.format.known
    const separator = this.format.separator.charCodeAt(0)
    let at = start
    let rows = this.batch.length
    const stop = Math.min(BATCH_ROWS, rows + ROWS_A_CALL)
    while (at < block.length && rows < stop) {
      const movie = readId(block, at)
      const movieEnd = numberEnd
      const tag = readId(block, movieEnd + 1)
      const tagEnd = numberEnd
      const score = readRelevance(block, tagEnd + 1)
      const lineEnd = block[numberEnd] === RETURN ? numberEnd + 1 : numberEnd
      this.line += 1
      const straight =
        block[lineEnd] === NEWLINE &&
        block[movieEnd] === separator &&
        block[tagEnd] === separator &&
        movie > 0 &&
        tag > 0 &&
        score >= 0 &&
        score <= 1 &&
        movies?.has(movie) !== false &&
        tags?.has(tag) !== false
      if (straight) {
        movieId[rows] = movie
        tagId[rows] = tag
        relevance[rows] = score
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

  private parseOddLine(block: Buffer, start: number): number {
    const newline = block.indexOf(NEWLINE, start)
    const end = newline === -1 ? block.length : newline
    const { file, header } = this.format
    if (end - start > MAX_LINE_BYTES) {
      this.report.addBadRow(file, this.line, 'line longer than 1 MB')
      return end + 1
    }
    const text = tidyLine(block.toString('latin1', start, end), this.line)
    if (text.trim() === '' || (header && this.line === 1)) return end + 1
    const score = parseScore(text, this.format)
    if (typeof score === 'string') this.report.addBadRow(file, this.line, score)
    else {
      const row = this.batch.length
      this.batch.movieId[row] = score.movieId
      this.batch.tagId[row] = score.tagId
      this.batch.relevance[row] = score.relevance
      this.batch.length = row + 1
    }
    return end + 1
  }
}

/** The readable twin of the straight road. */
export function parseScore(line: string, { separator, known }: Omit<GenomeFormat, 'file'>): Score | BadRowReason {
  const fields = splitFields(line, separator)
  if (fields === null) return 'unclosed quote'
  if (fields.length !== 3) return 'wrong number of columns'
  const movieId = parseId(fields[0])
  if (typeof movieId === 'string') return movieId
  const tagId = parseId(fields[1])
  if (typeof tagId === 'string') return tagId
  const relevance = Number(fields[2])
  if (fields[2].trim() === '' || Number.isNaN(relevance)) return 'not a number'
  if (relevance < 0 || relevance > 1) return 'relevance is not from 0 to 1'
  if (known.movies?.has(movieId) === false) return 'movie not in catalogue'
  return known.tags?.has(tagId) === false ? 'tag not in genome-tags' : { movieId, tagId, relevance }
}

const createBatch = (): GenomeBatch => ({
  length: 0,
  movieId: new Int32Array(BATCH_ROWS),
  tagId: new Int32Array(BATCH_ROWS),
  relevance: new Float32Array(BATCH_ROWS),
})
