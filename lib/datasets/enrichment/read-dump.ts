// From the files of a dump to typed rows. Credits and keywords that stand in files of their own are read first, and kept small.
import { tmdbRecordSchema, type EnrichmentRow } from '@/lib/schemas/tmdb-record'
import type { SourceFile } from '../files/file-set'
import { readTextLines } from '../files/text-lines'
import type { BadRowReason, Report } from '../report'
import { parseLiteral } from './parse-literal'
import { readCsvRecords } from './read-records'
import type { RecognisedDump } from './recognise'
import { readUnpacked } from './source-files'

export interface DumpFile extends RecognisedDump {
  file: SourceFile
}

type Fields = Record<string, unknown>

/** Cells that hold a list or a dictionary. */
const LITERALS = new Set([
  'genres',
  'keywords',
  'cast',
  'crew',
  'production_countries',
  'production_companies',
  'spoken_languages',
  'belongs_to_collection',
])
/** Of those, what nobody reads here. */
const UNREAD = new Set(['genres', 'production_companies', 'spoken_languages'])

export async function* readJsonLines({ file }: DumpFile, report: Report): AsyncGenerator<EnrichmentRow[]> {
  for await (const lines of readTextLines(readUnpacked(file, report))) {
    const rows: EnrichmentRow[] = []
    for (const { number, text } of lines) {
      const row = text === null ? 'line longer than 1 MB' : parseJsonLine(text)
      if (typeof row === 'string') report.addBadRow(file.name, number, row)
      else rows.push(row)
    }
    yield rows
  }
}

function parseJsonLine(text: string): EnrichmentRow | BadRowReason {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  return toRow(value)
}

function toRow(value: unknown): EnrichmentRow | BadRowReason {
  const parsed = tmdbRecordSchema.safeParse(value)
  return parsed.success ? parsed.data : 'neither a TMDb id nor an IMDb id'
}

export async function* readCsvFilms(
  films: DumpFile,
  others: DumpFile[],
  report: Report,
): AsyncGenerator<EnrichmentRow[]> {
  const people = new People()
  for (const other of others)
    for await (const records of readCells(other, report)) for (const { fields } of records) people.add(fields)
  for await (const records of readCells(films, report)) {
    const rows: EnrichmentRow[] = []
    for (const { line, fields } of records) {
      const row = toRow(fields)
      if (typeof row === 'string') report.addBadRow(films.file.name, line, row)
      else rows.push(people.complete(row))
    }
    yield rows
  }
}

async function* readCells({ file, columns }: DumpFile, report: Report) {
  for await (const records of readCsvRecords(readUnpacked(file, report))) {
    const rows: { line: number; fields: Fields }[] = []
    for (const { line, fields: cells } of records) {
      if (line === 1) continue
      const fields = cells ? parseCells(cells, columns) : cells === null ? 'unclosed quote' : 'line longer than 1 MB'
      if (typeof fields === 'string') report.addBadRow(file.name, line, fields)
      else rows.push({ line, fields })
    }
    yield rows
  }
}

function parseCells(cells: string[], columns: string[]): Fields | BadRowReason {
  if (cells.length !== columns.length) return 'wrong number of columns'
  const fields: Fields = {}
  for (const [index, column] of columns.entries()) {
    if (UNREAD.has(column)) continue
    const isLiteral = LITERALS.has(column) && cells[index].trim() !== ''
    const value = isLiteral ? parseLiteral(cells[index]) : cells[index]
    if (value === undefined) return 'not a list as JSON or Python writes it'
    // The credits of tmdb_5000 name the film by movie_id.
    fields[column === 'movie_id' ? 'id' : column] = value
  }
  return fields
}

type Completion = Pick<EnrichmentRow, 'keywords' | 'directors' | 'cast'>

/** Some names for each film: a few hundred bytes, whatever the size of the files they came from. */
class People {
  private readonly byFilm = new Map<number, Completion>()
  private readonly names = new Map<string, string>()

  add(fields: Fields): void {
    const parsed = tmdbRecordSchema.safeParse(fields)
    if (!parsed.success || parsed.data.tmdbId === null) return
    const { tmdbId, keywords, directors, cast } = parsed.data
    const known = this.byFilm.get(tmdbId)
    this.byFilm.set(tmdbId, {
      keywords: this.keep(keywords) ?? known?.keywords ?? null,
      directors: this.keep(directors) ?? known?.directors ?? null,
      cast: this.keep(cast) ?? known?.cast ?? null,
    })
  }

  complete(row: EnrichmentRow): EnrichmentRow {
    const known = row.tmdbId === null ? undefined : this.byFilm.get(row.tmdbId)
    if (!known) return row
    return {
      ...row,
      keywords: row.keywords ?? known.keywords,
      directors: row.directors ?? known.directors,
      cast: row.cast ?? known.cast,
    }
  }

  /** A copy of each name, once: a part of a string would hold on to the whole cell that it was cut from. */
  private keep(list: string[] | null): string[] | null {
    return (
      list?.map((name) => {
        const known = this.names.get(name)
        if (known !== undefined) return known
        const copy = Buffer.from(name).toString()
        this.names.set(copy, copy)
        return copy
      }) ?? null
    )
  }
}
