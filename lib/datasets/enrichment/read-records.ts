// The records of a CSV file whose quoted cells may hold line breaks. A quote that is never closed costs one line, not the file.
import type { TextLine } from '../files/text-lines'
import { readTextLines } from '../files/text-lines'

/** A cell of a dump is a paragraph or a list of a hundred people, on one line or on a few. */
const MAX_RECORD_LINES = 500
const MAX_RECORD_LENGTH = 1 << 21

export interface CsvRecord {
  /** Of its first line, from 1. */
  line: number
  /** Null when a quote is never closed; undefined when a line is too long to be one. */
  fields: string[] | null | undefined
}

export async function* readCsvRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord[]> {
  const open: TextLine[] = []
  for await (const lines of readTextLines(chunks)) {
    const records: CsvRecord[] = []
    for (const line of lines) addLine(open, line, records)
    yield records
  }
  const rest: CsvRecord[] = []
  while (open.length > 0) giveUpFirst(open, rest)
  if (rest.length > 0) yield rest
}

/** `open` holds the lines of a record whose quotes are still odd in number. */
function addLine(open: TextLine[], line: TextLine, records: CsvRecord[]): void {
  if (line.text === null) {
    while (open.length > 0) giveUpFirst(open, records)
    records.push({ line: line.number, fields: undefined })
    return
  }
  if (open.length === 0 && !isOdd(line.text)) {
    records.push({ line: line.number, fields: split(line.text) })
    return
  }
  open.push(line)
  if (open.length > 1 && isOdd(line.text)) {
    records.push({ line: open[0].number, fields: split(open.map(({ text }) => text).join('\n')) })
    open.length = 0
  } else if (open.length > MAX_RECORD_LINES || open.reduce(sumLengths, 0) > MAX_RECORD_LENGTH)
    giveUpFirst(open, records)
}

const sumLengths = (sum: number, { text }: TextLine) => sum + (text?.length ?? 0)

/** The first line is bad; those that came after it are read as if it had not been there. */
function giveUpFirst(open: TextLine[], records: CsvRecord[]): void {
  const [first, ...others] = open.splice(0)
  records.push({ line: first.number, fields: null })
  for (const line of others) addLine(open, line, records)
}

function isOdd(text: string): boolean {
  let odd = false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd
  return odd
}

/** A general parser takes several times as long for cells of some kilobytes. Null when a quote ends where no cell does. */
function split(text: string): string[] | null {
  if (!text.includes('"')) return text.split(',')
  const fields: string[] = []
  for (let at = 0; at <= text.length; at += 1) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfPlain(text, at)
    if (end < 0) return null
    const cell = text.slice(at, end)
    fields.push(text[at] === '"' ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    at = end
  }
  return fields
}

const endOfPlain = (text: string, at: number) => {
  const comma = text.indexOf(',', at)
  return comma < 0 ? text.length : comma
}

/** Behind the closing quote, where a comma or the end must follow. */
function endOfQuoted(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1)
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  const follows = text[quote + 1]
  return quote >= 0 && (follows === ',' || follows === undefined) ? quote + 1 : -1
}
