// TMDb's API, asked politely: a limited rate, few requests at a time, and waiting when it says so. The key goes nowhere else.
import { z } from 'zod'
import type { Config } from '@/lib/config/env'
import { AppError } from '@/lib/errors/app-error'
import { parseTmdbId, tmdbRecordSchema, type EnrichmentRow } from '@/lib/schemas/tmdb-record'
import { TmdbRequests, type TmdbTuning } from './requests'

export type { TmdbTuning }

export interface SearchResult {
  id: number
  title: string | null
  originalTitle: string | null
  releaseDate: string | null
}

export interface TmdbClient {
  /** Null when there is no such film. */
  fetchMovie(tmdbId: number, signal?: AbortSignal): Promise<EnrichmentRow | null>
  findByImdbId(imdbId: string, signal?: AbortSignal): Promise<number | null>
  /** In TMDb's order, the first page. */
  searchMovies(title: string, year: number | null, signal?: AbortSignal): Promise<SearchResult[]>
}

const text = z.string().nullish().catch(null)
const tmdbIdSchema = z.unknown().transform(parseTmdbId).pipe(z.number())
const movieSchema = z
  .looseObject({ id: tmdbIdSchema, title: z.string() })
  .transform((record) => record as Record<string, unknown>)
  .pipe(tmdbRecordSchema)
const findSchema = z.object({ movie_results: z.array(z.object({ id: tmdbIdSchema })) })
const searchSchema = z.object({
  results: z.array(
    z
      .object({ id: tmdbIdSchema, title: text, original_title: text, release_date: text })
      .transform(({ id, title, original_title, release_date }) => ({
        id,
        title: title ?? null,
        originalTitle: original_title ?? null,
        releaseDate: release_date || null,
      })),
  ),
})

/** @throws AppError('bad_configuration') without a key, or with something that is none. */
export function createTmdbClient(
  { tmdbApiKey, tmdbApiUrl }: Pick<Config, 'tmdbApiKey' | 'tmdbApiUrl'>,
  tuning: Partial<TmdbTuning> = {},
): TmdbClient {
  if (!tmdbApiKey)
    throw new AppError(
      'bad_configuration',
      'TMDB_API_KEY is not set. Get a free key at https://www.themoviedb.org/settings/api and put it into .env.',
    )
  const requests = new TmdbRequests(tmdbApiUrl, tmdbApiKey, tuning)
  return {
    fetchMovie: (tmdbId, signal) =>
      requests.get(
        { path: `/movie/${tmdbId}`, query: { append_to_response: 'keywords,credits,alternative_titles' }, signal },
        // An answer about another film is nonsense as well.
        movieSchema.refine((row) => row.tmdbId === tmdbId),
      ),
    findByImdbId: async (imdbId, signal) => {
      const request = { path: `/find/${encodeURIComponent(imdbId)}`, query: { external_source: 'imdb_id' }, signal }
      return (await requests.get(request, findSchema))?.movie_results[0]?.id ?? null
    },
    searchMovies: async (title, year, signal) => {
      const query = { query: title, include_adult: 'false', ...(year === null ? {} : { year: String(year) }) }
      return (await requests.get({ path: '/search/movie', query, signal }, searchSchema))?.results ?? []
    },
  }
}
