// The tag genome of a data set as one table, in memory: its scores come a pair a line, and in any order.
import { AppError } from '@/lib/errors/app-error'
import type { DataSet, GenomeTag } from './data-set'
import type { MovieIdSet } from './movie-id-set'
import type { Report } from './report'

/** MovieLens has 1,128 tags; far beyond that it is not a genome, and every film would cost as many bytes. */
const MAX_TAGS = 10_000
/** 512 MB; MovieLens 32M needs 74 MB. */
const MAX_BYTES = 1 << 29

export interface GenomeTable {
  /** By tagId, ascending. */
  tags: GenomeTag[]
  /** Ascending. */
  movieIds: Int32Array
  /** For each film the relevance 0…1 of every tag, in the order of `tags`; NaN where the source says nothing. */
  rows: Float32Array[]
  /** Lines of scores that could be used. */
  nScores: number
  /** Scores that a later line of the same film and tag replaced. */
  duplicates: number
}

/**
 * Null where the data set has none. Memory: 4 bytes for each tag of each film.
 * @throws AppError('bad_data') for a genome beyond all bounds.
 */
export async function collectGenome(
  source: Pick<DataSet, 'name' | 'sizes' | 'genomeTags' | 'genomeScores'>,
  report: Report,
  knownMovies?: MovieIdSet,
  onBatch?: () => void,
): Promise<GenomeTable | null> {
  if (source.sizes.genome === 0) return null
  const tags = await collectTags(source, report)
  const placeOf = new Map(tags.map(({ tagId }, place) => [tagId, place]))
  const byMovie = new Map<number, Float32Array>()
  let nScores = 0
  let duplicates = 0
  for await (const batch of source.genomeScores(report, { movies: knownMovies, tags: new Set(placeOf.keys()) })) {
    for (let i = 0; i < batch.length; i++) {
      const row = byMovie.get(batch.movieId[i]) ?? addRow(byMovie, batch.movieId[i], tags.length, source.name)
      const place = placeOf.get(batch.tagId[i]) ?? 0
      if (!Number.isNaN(row[place])) duplicates += 1
      row[place] = batch.relevance[i]
    }
    nScores += batch.length
    onBatch?.()
  }
  const movieIds = Int32Array.from(byMovie.keys()).sort()
  const rows = Array.from(movieIds, (id) => byMovie.get(id) ?? new Float32Array(0))
  return movieIds.length > 0 ? { tags, movieIds, rows, nScores, duplicates } : null
}

/** Of two names of one tag the later wins. */
async function collectTags(source: Pick<DataSet, 'name' | 'genomeTags'>, report: Report): Promise<GenomeTag[]> {
  const names = new Map<number, string>()
  for await (const tags of source.genomeTags(report)) {
    for (const { tagId, tag } of tags) names.set(tagId, tag)
    if (names.size > MAX_TAGS)
      throw new AppError(
        'bad_data',
        `The genome of "${source.name}" has more than ${MAX_TAGS.toLocaleString('en')} tags, and MovieLens has 1,128. Leave its genome files out and import again.`,
      )
  }
  return Array.from(names, ([tagId, tag]) => ({ tagId, tag })).sort((a, b) => a.tagId - b.tagId)
}

function addRow(byMovie: Map<number, Float32Array>, movieId: number, nTags: number, name: string): Float32Array {
  if ((byMovie.size + 1) * nTags * 4 > MAX_BYTES)
    throw new AppError(
      'bad_data',
      `The genome of "${name}" speaks of more than ${byMovie.size.toLocaleString('en')} films with ${nTags.toLocaleString('en')} tags each, which is beyond ${MAX_BYTES >> 20} MB. Leave its genome files out and import again.`,
    )
  const row = new Float32Array(nTags).fill(Number.NaN)
  byMovie.set(movieId, row)
  return row
}
