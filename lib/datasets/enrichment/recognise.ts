// What part of which dump a file is, by its first lines.
import { tidyLine } from '../files/text-lines'
import { splitFields } from '../movielens/split-fields'

export type DumpLayout = 'tmdb-jsonl' | 'tmdb-5000' | 'movies-metadata'
export type DumpRole = 'films' | 'credits' | 'keywords'

export interface RecognisedDump {
  layout: DumpLayout
  role: DumpRole
  /** Names of the columns; empty for JSON lines. */
  columns: string[]
}

const LAYOUTS: { layout: DumpLayout; role: DumpRole; needs: string[] }[] = [
  { layout: 'movies-metadata', role: 'films', needs: ['id', 'imdb_id', 'overview', 'belongs_to_collection'] },
  { layout: 'tmdb-5000', role: 'films', needs: ['id', 'keywords', 'overview', 'original_title'] },
  { layout: 'tmdb-5000', role: 'credits', needs: ['movie_id', 'cast', 'crew'] },
  { layout: 'movies-metadata', role: 'credits', needs: ['id', 'cast', 'crew'] },
  { layout: 'movies-metadata', role: 'keywords', needs: ['id', 'keywords'] },
]

export function recogniseDump(head: Buffer): RecognisedDump | null {
  const first = head.toString('utf8').split('\n', 1)[0]
  const line = tidyLine(first, 1).trim()
  if (line.startsWith('{')) return isRecord(line) ? { layout: 'tmdb-jsonl', role: 'films', columns: [] } : null
  const columns = (splitFields(line, ',') ?? []).map((name) => name.trim().toLowerCase())
  const found = LAYOUTS.find(({ needs }) => needs.every((name) => columns.includes(name)))
  return found ? { layout: found.layout, role: found.role, columns } : null
}

/** The first line may be longer than what was read of it. */
const isRecord = (line: string) =>
  /"(id|tmdb_id|imdb_id)"\s*:/.test(line) && /"(title|overview|poster_path)"\s*:/.test(line)
