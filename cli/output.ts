// What a command says: data on stdout, messages and progress on stderr.
import type { Terminal } from '@/lib/config/terminal'

export interface Output {
  json: boolean
  terminal: Terminal
  /** The answer: as JSON when asked for, else as `text` says it. */
  data(value: unknown, text: () => string): void
  /** For the reader, not for the next program. */
  message(text: string): void
  /** Replaces itself; shown on a terminal only. */
  progress(text: string): void
  /** Bytes as they are, no faster than the reader takes them. */
  stream(bytes: AsyncIterable<Buffer>): Promise<void>
}

const CLEAR = '\r\x1b[2K'

export function createOutput(terminal: Terminal, json: boolean): Output {
  let drawn = false
  const clear = () => {
    if (drawn) process.stderr.write(CLEAR)
    drawn = false
  }
  return {
    json,
    terminal,
    data: (value, text) => {
      clear()
      process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text()}\n`)
    },
    message: (text) => {
      clear()
      process.stderr.write(`${text}\n`)
    },
    progress: (text) => {
      if (!terminal.watched) return
      process.stderr.write(`${CLEAR}${text}`)
      drawn = true
    },
    stream: async (bytes) => {
      for await (const chunk of bytes)
        if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once('drain', resolve))
      clear()
    },
  }
}

export const bold = (text: string, { terminal }: Output) => (terminal.colour ? `\x1b[1m${text}\x1b[22m` : text)
export const faint = (text: string, { terminal }: Output) => (terminal.colour ? `\x1b[2m${text}\x1b[22m` : text)

export const count = (n: number) => n.toLocaleString('en')

/** "1 person", "2 persons" */
export const counted = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`

export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(n, 1)) / 3))
  return `${(n / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(headings: string[], rows: (string | number)[][], output: Output): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)))
  const isNumber = headings.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'))
  const widths = headings.map((heading, i) => Math.max(heading.length, ...cells.map((row) => row[i].length)))
  const write = (row: string[]) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd()
  return [bold(write(headings), output), ...cells.map(write)].join('\n')
}
