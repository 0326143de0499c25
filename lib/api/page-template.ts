// A rendered page as a template: all of it but what must be new in every answer, the nonce and the ids of its recommendations.

export interface PageTemplate {
  /** What stands before, between and after the slots. */
  pieces: readonly Buffer[]
  /** Which value goes into each slot. */
  slots: readonly number[]
}

/** What React sends in place of a part of the page that failed. */
const FAILED_PART = /<!--\$!-->|\$RX\(/
const RECOMMENDATION_ID = /recommendationId\\?":\\?"([^"\\]*)/g
/** Next repeats the data of a page as pieces of one text, each in a script of its own; other kinds than 1 are not plain text. */
const DATA_TEXT = /\.push\(\[1,("[^"\\]*(?:\\.[^"\\]*)*")\]\)/g
const DATA_OTHERWISE = /\.push\(\[[23],/

/**
 * Finds the `values` in a page. Null for a page that cannot be sent again: a part of it failed, it has the id of a
 * recommendation that is not among the values, or a value is where it cannot be replaced.
 */
export function parsePage(page: Buffer, values: readonly string[]): PageTemplate | null {
  // One character for each byte; all that is looked for is ASCII.
  const text = page.toString('latin1')
  const anyValue = new RegExp(`(${values.map(escapeRegExp).join('|')})`, 'g')
  if (FAILED_PART.test(text) || DATA_OTHERWISE.test(text) || isCut(text, anyValue)) return null
  for (const [, id] of text.matchAll(RECOMMENDATION_ID)) if (!values.includes(id)) return null
  const parts = text.split(anyValue)
  return {
    pieces: parts.filter((_, i) => i % 2 === 0).map((piece) => Buffer.from(piece, 'latin1')),
    slots: parts.filter((_, i) => i % 2 === 1).map((value) => values.indexOf(value)),
  }
}

/** The page with other values in the same order. */
export function fillPage({ pieces, slots }: PageTemplate, values: readonly string[]): Buffer {
  const fillings = values.map((value) => Buffer.from(value))
  return Buffer.concat(pieces.flatMap((piece, i) => (i < slots.length ? [piece, fillings[slots[i]]] : [piece])))
}

/** Whether a value begins in one piece of the page's data and ends in the next, where nobody would find it. */
function isCut(text: string, anyValue: RegExp): boolean {
  const count = (part: string) => part.match(anyValue)?.length ?? 0
  const pieces = Array.from(text.matchAll(DATA_TEXT), ([, json]) => JSON.parse(json) as string)
  return count(pieces.join('')) !== pieces.reduce((sum, piece) => sum + count(piece), 0)
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
