// Opens a dump of film metadata, recognised by what is in its files.
import path from 'node:path'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { EnrichmentRow } from '@/lib/schemas/tmdb-record'
import type { SourceFile } from '../files/file-set'
import { explainFileError } from '../files/open-file-set'
import type { Report } from '../report'
import type { DumpFile } from './read-dump'
import { readCsvFilms, readJsonLines } from './read-dump'
import type { DumpLayout, DumpRole } from './recognise'
import { recogniseDump } from './recognise'
import type { DumpFiles } from './source-files'
import { EXPECTED_DUMP, openDumpFiles, readUnpackedHead } from './source-files'

export interface EnrichmentSource {
  /** The name of the file, zip or folder. */
  name: string
  layout: DumpLayout
  /** sha256, hex, of what is read. */
  fileHash: string
  /** Bytes to read, as they lie on disk, so that progress can be shown against `report.bytesRead`. */
  size: number
  /** Empty batches are possible: they are signs of life. */
  rows(report: Report): AsyncIterable<EnrichmentRow[]>
  close(): Promise<void>
}

/** @throws AppError('not_found' | 'bad_data') with what was expected and what to do. */
export async function openEnrichmentSource(source: string): Promise<EnrichmentSource> {
  const files = await openDumpFiles(source)
  try {
    const films = requireFilms(source, await recogniseAll(files.files))
    const others = films.layout === 'tmdb-jsonl' ? [] : await findOthers(files, films)
    const all = [films, ...others]
    return {
      name: path.basename(path.resolve(source)),
      layout: films.layout,
      fileHash: await files.hash(all.map(({ file }) => file.name)),
      size: all.reduce((sum, { file }) => sum + file.size, 0),
      rows: (report) =>
        films.layout === 'tmdb-jsonl' ? readJsonLines(films, report) : readCsvFilms(films, others, report),
      close: () => files.close(),
    }
  } catch (error) {
    await files.close()
    throw isAppError(error) ? error : explainFileError(source, error)
  }
}

async function recogniseAll(files: SourceFile[]): Promise<DumpFile[]> {
  const found: DumpFile[] = []
  for (const file of files) {
    const recognised = file.size === 0 ? null : recogniseDump(await readUnpackedHead(file))
    if (recognised !== null) found.push({ ...recognised, file })
  }
  return found
}

function requireFilms(source: string, found: DumpFile[]): DumpFile {
  const films = found.filter(({ role }) => role === 'films')
  if (films.length === 1) return films[0]
  if (films.length > 1)
    throw new AppError(
      'bad_data',
      `${source} holds several lists of films, ${films[0].file.name} and ${films[1].file.name} among them. Give one of them.`,
    )
  const part = found.length ? `: ${found[0].file.name} only completes a list of films that is not beside it` : ''
  throw new AppError('bad_data', `${source} is no film metadata that Marquee knows${part}. ${EXPECTED_DUMP}`)
}

/** At most one file of credits and one of keywords, of the same dump as the films. */
async function findOthers(files: DumpFiles, films: DumpFile): Promise<DumpFile[]> {
  const candidates = await recogniseAll([...files.files.filter((file) => file !== films.file), ...files.beside])
  const roles: DumpRole[] = ['credits', 'keywords']
  return roles.flatMap((wanted) => {
    const other = candidates.find(({ layout, role }) => layout === films.layout && role === wanted)
    return other ? [other] : []
  })
}
