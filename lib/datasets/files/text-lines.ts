// Lines of text with their numbers, in UTF-8 or, where a line is not UTF-8, in Latin-1 as MovieLens 1M is.
import { isUtf8 } from 'node:buffer'
import { MAX_LINE_BYTES, readLineBlocks } from './line-blocks'

export interface TextLine {
  /** From 1. */
  number: number
  /** Without its line ending; null when it is too long to be one. */
  text: string | null
}

/** Blank lines are counted and left out. */
export async function* readTextLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextLine[]> {
  let number = 0
  for await (const block of readLineBlocks(chunks)) {
    const lines: TextLine[] = []
    // A block of one encoding is decoded in one go; in a mixed one each line says for itself.
    const texts = isUtf8(block) ? block.toString('utf8').split('\n') : splitMixed(block)
    texts.pop()
    for (const raw of texts) {
      number += 1
      const text = tidyLine(raw, number)
      if (isTooLong(text)) lines.push({ number, text: null })
      else if (text.trim() !== '') lines.push({ number, text })
    }
    yield lines
  }
}

const isTooLong = (text: string) => text.length > MAX_LINE_BYTES / 4 && Buffer.byteLength(text) > MAX_LINE_BYTES

function splitMixed(block: Buffer): string[] {
  return block
    .toString('latin1')
    .split('\n')
    .map((line) => {
      const bytes = Buffer.from(line, 'latin1')
      return isUtf8(bytes) ? bytes.toString('utf8') : line
    })
}

/** Drops the carriage return of Windows and the byte order mark of its editors. */
export function tidyLine(line: string, number: number): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return number === 1 ? text.replace(/^(\uFEFF|\u00EF\u00BB\u00BF)/, '') : text
}
