// What a dump of film metadata adds to the films of a data file, in memory: as `marquee enrich` does it in the database.
import type { MovieRow } from '@/lib/datasets/data-set'
import { openEnrichmentSource } from '@/lib/datasets/enrichment/open-enrichment'
import { Report } from '@/lib/datasets/report'
import { AppError } from '@/lib/errors/app-error'
import type { EnrichmentRow } from '@/lib/schemas/tmdb-record'

export interface AppliedEnrichment {
  name: string
  fileHash: string
  /** Films that the dump knows. */
  found: number
}

/**
 * Fills what the films do not say themselves, in place. A film is found by its TMDb id, else its IMDb id, else, where it has neither,
 * by title and year. Of two rows about one film the later counts.
 * @throws AppError('not_found' | 'bad_data'), 'bad_data' also when the dump knows none of the films.
 */
export async function enrichForEvaluation(movies: Map<number, MovieRow>, file: string): Promise<AppliedEnrichment> {
  const source = await openEnrichmentSource(file)
  try {
    const find = indexMovies(movies.values())
    const rows = new Map<number, EnrichmentRow>()
    for await (const batch of source.rows(new Report()))
      for (const row of batch) for (const id of find(row)) rows.set(id, row)
    if (rows.size === 0)
      throw new AppError('bad_data', `${file} describes none of the films: no TMDb id, IMDb id or title is the same.`)
    for (const [id, row] of rows) {
      const movie = movies.get(id)
      if (movie) movies.set(id, fill(movie, row))
    }
    return { name: source.name, fileHash: source.fileHash, found: rows.size }
  } finally {
    await source.close()
  }
}

/** Answers which films a row is about. */
function indexMovies(movies: Iterable<MovieRow>): (row: EnrichmentRow) => number[] {
  const byKey = new Map<string, number[]>()
  for (const { id, title, year, tmdbId, imdbId } of movies) {
    const keys = [tmdbId && `tmdb ${tmdbId}`, imdbId && `imdb ${imdbId}`].filter((key) => key)
    for (const key of keys.length ? keys : [titleKey(title, year)])
      if (key) byKey.set(key, [...(byKey.get(key) ?? []), id])
  }
  return ({ tmdbId, imdbId, title, releaseDate }) => {
    const keys = [`tmdb ${tmdbId}`, `imdb ${imdbId}`, titleKey(title ?? '', Number(releaseDate?.slice(0, 4)) || null)]
    return keys.map((key) => (key ? byKey.get(key) : undefined)).find((found) => found) ?? []
  }
}

/** Case, accents and punctuation do not distinguish films; the year does. */
function titleKey(title: string, year: number | null): string | null {
  const folded = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return folded && year ? `title ${folded} ${year}` : null
}

function fill(movie: MovieRow, row: EnrichmentRow): MovieRow {
  return {
    ...movie,
    overview: movie.overview ?? row.overview,
    keywords: movie.keywords?.length ? movie.keywords : row.keywords,
    directors: movie.directors?.length ? movie.directors : row.directors,
    cast: movie.cast?.length ? movie.cast : row.cast,
    year: movie.year ?? (Number(row.releaseDate?.slice(0, 4)) || null),
  }
}
