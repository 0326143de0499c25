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
  if (!/^[+-]?\d+$/.test(text)) return 'not a number'
  const id = Number(text)
  return id >= 1 && id <= MAX_INT32 ? id : 'id out of range'
}

export function parseHalfStars(field: string): number | BadRowReason {
  const text = unquote(field)
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return 'not a number'
  const halfStars = Number(text) * 2
  return Number.isInteger(halfStars) && halfStars >= 1 && halfStars <= 10
    ? halfStars
    : 'rating is not a half-star from 0.5 to 5'
}

export function parseTimestamp(field: string): number | BadRowReason {
  const text = unquote(field)
  if (!/^[+-]?\d+$/.test(text)) return 'not a number'
  const seconds = Number(text)
  return seconds >= 0 && seconds <= MAX_INT32 ? seconds : 'impossible timestamp'
}

/** One line of tidy text: Postgres takes no NUL, and no page wants a control character. */
export const tidyText = (field: string) => field.replace(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ').trim()
