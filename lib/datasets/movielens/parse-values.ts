// Single values of a row, each with the reason when it is not one.
import type { BadRowReason } from '../report'

export const MAX_INT32 = 2_147_483_647

const unquote = (field: string) =>
  field
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()

/** A number, or why it is none. */
export function parseId(field: string): number | BadRowReason {
  const text = unquote(field)
  return /^[+-]?\d+$/.test(text) ? idOf(Number(text)) : 'not a number'
}

export function idOf(id: number): number | BadRowReason {
  if (!Number.isInteger(id)) return 'not a number'
  return id >= 1 && id <= MAX_INT32 ? id : 'id out of range'
}

export function parseHalfStars(field: string): number | BadRowReason {
  const text = unquote(field)
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? halfStarsOf(Number(text)) : 'not a number'
}

export function halfStarsOf(stars: number): number | BadRowReason {
  if (Number.isNaN(stars)) return 'not a number'
  const halfStars = stars * 2
  return Number.isInteger(halfStars) && halfStars >= 1 && halfStars <= 10
    ? halfStars
    : 'rating is not a half-star from 0.5 to 5'
}

/** From here on a timestamp counts milliseconds: in seconds it would be the year 5138, in milliseconds 1973. */
const FIRST_MILLISECONDS = 1e11

/** Seconds; milliseconds, as other systems write them, are recognised and converted. */
export function parseTimestamp(field: string): number | BadRowReason {
  const text = unquote(field)
  return /^[+-]?\d+$/.test(text) ? secondsOf(Number(text)) : 'not a number'
}

export function secondsOf(given: number): number | BadRowReason {
  if (!Number.isInteger(given)) return 'not a number'
  const seconds = given >= FIRST_MILLISECONDS ? Math.floor(given / 1000) : given
  return seconds >= 0 && seconds <= MAX_INT32 ? seconds : 'impossible timestamp'
}

/** One line of tidy text: Postgres takes no NUL and no half of a surrogate pair, and no page wants a control character. */
export const tidyText = (field: string) =>
  field
    .toWellFormed()
    .replace(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ')
    .trim()
