// Recognises MovieLens files by what is in them: CSV by its header, the older layouts by their '::' columns.
import { tidyLine } from '../files/text-lines'
import type { Separator } from './split-fields'
import { splitFields } from './split-fields'

export type Role = 'movies' | 'ratings' | 'tags' | 'links' | 'users'

export interface Recognised {
  role: Role
  separator: Separator
}

const HEADERS = new Map<string, Role>([
  ['movieid,title,genres', 'movies'],
  ['userid,movieid,rating,timestamp', 'ratings'],
  ['userid,movieid,tag,timestamp', 'tags'],
  ['movieid,imdbid,tmdbid', 'links'],
])

const ROWS: { role: Role; pattern: RegExp }[] = [
  { role: 'ratings', pattern: /^\d+::\d+::\d+(\.\d+)?::\d+$/ },
  { role: 'users', pattern: /^\d+::[MF]?::\d*::\d*::[^:]*$/ },
  { role: 'tags', pattern: /^\d+::\d+::.*::\d+$/ },
  { role: 'movies', pattern: /^\d+::.+::[^:]*$/ },
]

/** What the file is whose first bytes these are, or null for a file that is none of ours. */
export function recogniseFile(head: Buffer): Recognised | null {
  const text = head.toString('latin1')
  const lines = text.split('\n').map((line, index) => tidyLine(line, index + 1))
  const fields = splitFields(lines[0], ',') ?? []
  const role = HEADERS.get(fields.map((field) => field.trim().toLowerCase()).join(','))
  if (role !== undefined) return { role, separator: ',' }
  // The last line of a head is usually cut.
  const whole = (text.endsWith('\n') || lines.length === 1 ? lines : lines.slice(0, -1)).filter((line) => line !== '')
  const votes = whole.map((line) => ROWS.find(({ pattern }) => pattern.test(line))?.role)
  const winner = ROWS.find(
    ({ role: candidate }) => votes.filter((vote) => vote === candidate).length * 2 > whole.length,
  )
  return winner === undefined ? null : { role: winner.role, separator: '::' }
}
