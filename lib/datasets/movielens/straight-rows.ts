// The straight road of the rating parser: rows as MovieLens writes them, from their bytes into typed arrays.
import type { RatingBatch } from '../data-set'
import type { MovieIdSet } from '../movie-id-set'

const NEWLINE = 10
const RETURN = 13
const DOT = 46
/** Of 256 codes, by exclusive or, it makes the digits 0…9 and all others more; it also stands for "no byte there". */
const ZERO = 48
const ONE = 49
/** More than a straight row takes: rows nearer to the end of their block are left to the slow road. */
const MARGIN = 64
/** What the decimal of "4.0" and "4.5" adds in half-stars; any other makes them no rating. */
const DECIMALS = new Int8Array(256).fill(-64)
DECIMALS[ZERO] = 0
DECIMALS[ZERO + 5] = 1

export interface RowShape {
  /** The code of the separator's bytes, which are all the same. */
  separator: number
  /** How many they are. */
  width: number
  /** Whether there is a fourth column. */
  timed: boolean
  knownMovies?: MovieIdSet
}

/** Whether all of four bytes are digits: 0x30 or more, and still below 0x40 with six added. */
const areDigits = (four: number) => (four & (four + 0x06060606) & 0xf0f0f0f0) === 0x30303030

/** The number that four digits make, the lowest byte first: pairs of two digits, then the pair of the pairs. */
function valueOfFour(four: number): number {
  const digits = four & 0x0f0f0f0f
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff
  return Math.imul(pairs & 0xff, 100) + (pairs >>> 16)
}

/**
 * Appends rows to the batch until it has `stop` of them, the block nears its end, or a row looks different: user and movie of at most nine
 * digits, stars with at most one decimal, seconds. Answers where it stopped.
 *
 * One long loop, with its digits read in place: a function for them, with its second result of where they end, took half as long again.
 */
export function takeStraightRows(block: Buffer, start: number, batch: RatingBatch, stop: number, shape: RowShape) {
  const { userId, movieId, halfStars, ratedAt } = batch
  const { separator, width, timed, knownMovies } = shape
  const view = new DataView(block.buffer, block.byteOffset, block.length)
  const last = block.length - MARGIN
  let digit = 0
  let rows = batch.length
  let at = start
  while (at <= last && rows < stop) {
    let p = at
    let user = 0
    for (; (digit = block[p] ^ ZERO) <= 9; p++) user = (Math.imul(user, 10) + digit) | 0
    const userEnd = p
    const movieAt = (p += width)
    let movie = 0
    for (; (digit = block[p] ^ ZERO) <= 9; p++) movie = (Math.imul(movie, 10) + digit) | 0
    const movieEnd = p
    p += width
    let half = (block[p] ^ ZERO) << 1
    if (block[p + 1] === DOT) half += DECIMALS[block[p + 2]]
    const starsEnd = (p += block[p + 1] === DOT ? 3 : 1)
    const timeAt = timed ? (p += width) : p
    let time = 0
    if (timed && p <= last + MARGIN - 8) {
      // Eight digits at once, and one by one what is left.
      const high = view.getInt32(p, true)
      const low = view.getInt32(p + 4, true)
      if (areDigits(high) && areDigits(low)) {
        time = Math.imul(valueOfFour(high), 10_000) + valueOfFour(low)
        p += 8
      }
      for (; (digit = block[p] ^ ZERO) <= 9; p++) time = (Math.imul(time, 10) + digit) | 0
    }
    const timeDigits = p - timeAt
    if (block[p] === RETURN) p += 1
    const isStraight =
      block[p] === NEWLINE &&
      isSeparator(block, userEnd, separator, width) &&
      isSeparator(block, movieEnd, separator, width) &&
      (!timed || (isSeparator(block, starsEnd, separator, width) && isTime(timeDigits, block[timeAt]))) &&
      userEnd - at <= 9 &&
      movieEnd - movieAt <= 9 &&
      user > 0 &&
      movie > 0 &&
      half > 0 &&
      half <= 10 &&
      (knownMovies === undefined || knownMovies.has(movie))
    if (!isStraight) break
    userId[rows] = user
    movieId[rows] = movie
    halfStars[rows] = half
    ratedAt[rows] = time
    rows += 1
    at = p + 1
  }
  batch.length = rows
  return at
}

const isSeparator = (block: Buffer, at: number, code: number, width: number) =>
  block[at] === code && block[at + width - 1] === code

/** One to nine digits, or ten that begin with 1 and so fit 32 bits. */
const isTime = (nDigits: number, first: number) => (nDigits > 0 && nDigits < 10) || (nDigits === 10 && first === ONE)
