// The rows of a small text file, cut into fields; bad ones go to the report.
import type { SourceFile } from '../files/file-set'
import { readTextLines } from '../files/text-lines'
import type { BadRowReason, Report } from '../report'
import type { Separator } from './split-fields'
import { splitFields } from './split-fields'

export interface RowFormat<T> {
  separator: Separator
  /** Whether the first line names the columns. */
  header: boolean
  nColumns: number
  /** The row, or why it is none. */
  parse(fields: string[]): T | BadRowReason
}

export async function* readRows<T extends object>(
  file: SourceFile,
  format: RowFormat<T>,
  report: Report,
): AsyncGenerator<T[]> {
  for await (const lines of readTextLines(countBytes(await file.open(), report))) {
    const rows: T[] = []
    for (const { number, text } of lines) {
      if (number === 1 && format.header) continue
      const row = text === null ? 'line longer than 1 MB' : parseRow(text, format)
      if (typeof row === 'string') report.addBadRow(file.name, number, row)
      else rows.push(row)
    }
    if (rows.length > 0) yield rows
  }
}

function parseRow<T>(text: string, format: RowFormat<T>): T | BadRowReason {
  const fields = splitFields(text, format.separator)
  if (fields === null) return 'unclosed quote'
  return fields.length === format.nColumns ? format.parse(fields) : 'wrong number of columns'
}

/** Passes chunks on and counts them. */
export async function* countBytes(chunks: AsyncIterable<Buffer>, report: Report): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    report.bytesRead += chunk.length
    yield chunk
  }
}
