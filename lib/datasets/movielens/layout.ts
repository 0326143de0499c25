// Recognises the files of a data set by what is in them: by their header, or where there is none by the shape of their rows.
import { tidyLine } from '../files/text-lines'
import type { Separator } from './split-fields'
import { splitFields } from './split-fields'

export type Role = 'movies' | 'ratings' | 'tags' | 'links' | 'users' | 'genome-scores' | 'genome-tags'

export interface Recognised {
  role: Role
  separator: Separator
  /** Whether the first line names the columns. */
  header: boolean
  nColumns: number
}

const HEADERS = new Map<string, Role>([
  ['movie,title,genres', 'movies'],
  ['user,movie,rating,timestamp', 'ratings'],
  ['user,movie,rating', 'ratings'],
  ['user,movie,tag,timestamp', 'tags'],
  ['movie,imdb,tmdb', 'links'],
  ['movie,tag,relevance', 'genome-scores'],
  ['tag,tag', 'genome-tags'],
])

/** What others call the columns of an interaction file. */
const ALIASES = new Map<string, string>([
  ['item', 'movie'],
  ['film', 'movie'],
  ['stars', 'rating'],
  ['time', 'timestamp'],
  // As marquee export calls it.
  ['ratedat', 'timestamp'],
  ['genre', 'genres'],
])

interface Shape {
  role: Role
  separator: Separator
  nColumns: number
  pattern: RegExp
}

/** The first shape that more than half of the lines have decides, so the strict ones come first. */
const SHAPES: Shape[] = [
  { role: 'ratings', separator: '::', nColumns: 4, pattern: /^\d+::\d+::\d+(\.\d+)?::\d+$/ },
  { role: 'users', separator: '::', nColumns: 5, pattern: /^\d+::[MF]?::\d*::\d*::[^:]*$/ },
  { role: 'tags', separator: '::', nColumns: 4, pattern: /^\d+::\d+::.*::\d+$/ },
  { role: 'movies', separator: '::', nColumns: 3, pattern: /^\d+::.+::[^:]*$/ },
  { role: 'movies', separator: '|', nColumns: 24, pattern: /^\d+\|[^|]*\|[^|]*\|[^|]*\|[^|]*(\|[01]){19}$/ },
  { role: 'users', separator: '|', nColumns: 5, pattern: /^\d+\|\d+\|[MF]\|[^|]*\|[^|]*$/ },
  { role: 'ratings', separator: '\t', nColumns: 4, pattern: /^\d+\t\d+\t\d+(\.\d+)?\t\d+$/ },
  { role: 'ratings', separator: '\t', nColumns: 3, pattern: /^\d+\t\d+\t\d(\.\d+)?$/ },
  { role: 'ratings', separator: ',', nColumns: 4, pattern: /^\d+,\d+,\d+(\.\d+)?,\d+$/ },
  { role: 'ratings', separator: ',', nColumns: 3, pattern: /^\d+,\d+,\d(\.\d+)?$/ },
]

/** What the file is whose first bytes these are, or null for a file that is none of ours. */
export function recogniseFile(head: Buffer): Recognised | null {
  const text = head.toString('latin1')
  const lines = text.split('\n').map((line, index) => tidyLine(line, index + 1))
  return recogniseHeader(lines[0]) ?? recogniseRows(text, lines)
}

function recogniseHeader(line: string): Recognised | null {
  for (const separator of [',', '\t'] as const) {
    const names = (splitFields(line, separator) ?? []).map(nameColumn)
    const role = HEADERS.get(names.join(','))
    if (role !== undefined) return { role, separator, header: true, nColumns: names.length }
  }
  return null
}

/** "user_id", "userId" and " User " are one column. */
export function nameColumn(field: string): string {
  const plain = field
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase()
    .replace(/[\s_-]/g, '')
  const name = plain.length > 2 ? plain.replace(/id$/, '') : plain
  return ALIASES.get(name) ?? name
}

function recogniseRows(text: string, lines: string[]): Recognised | null {
  // The last line of a head is usually cut.
  const whole = (text.endsWith('\n') || lines.length === 1 ? lines : lines.slice(0, -1)).filter((line) => line !== '')
  const votes = whole.map((line) => SHAPES.find(({ pattern }) => pattern.test(line)))
  const winner = SHAPES.find((shape) => votes.filter((vote) => vote === shape).length * 2 > whole.length)
  if (winner === undefined) return null
  const { role, separator, nColumns } = winner
  return { role, separator, header: false, nColumns }
}
