// Finds one film at TMDb: by its id there, else by its IMDb id, else by title and year.
import type { EnrichmentRow } from '@/lib/schemas/tmdb-record'
import type { TmdbClient } from './client'

export interface WantedFilm {
  title: string
  alternativeTitles: string[]
  year: number | null
  tmdbId: number | null
  imdbId: string | null
}

/** Null when TMDb does not know it. */
export async function lookUpFilm(
  tmdb: TmdbClient,
  film: WantedFilm,
  signal?: AbortSignal,
): Promise<EnrichmentRow | null> {
  const asked = new Set<number | null>([null])
  const fetchOnce = async (id: number | null) => {
    if (asked.has(id) || id === null) return null
    asked.add(id)
    return tmdb.fetchMovie(id, signal)
  }
  return (
    (await fetchOnce(film.tmdbId)) ??
    (film.imdbId === null ? null : await fetchOnce(await tmdb.findByImdbId(film.imdbId, signal))) ??
    (await fetchOnce(await findByTitle(tmdb, film, signal)))
  )
}

/** Only a film of the same title, made that year or next to it: a wrong poster is worse than none. */
async function findByTitle(tmdb: TmdbClient, film: WantedFilm, signal?: AbortSignal): Promise<number | null> {
  if (film.year === null) return null
  const wanted = new Set([film.title, ...film.alternativeTitles].map(foldTitle).filter((title) => title !== ''))
  const near = (date: string | null) => date !== null && Math.abs(Number(date.slice(0, 4)) - Number(film.year)) <= 1
  const results = await tmdb.searchMovies(film.title, film.year, signal)
  const fitting = results.filter(
    ({ title, originalTitle, releaseDate }) =>
      near(releaseDate) && [title, originalTitle].some((name) => name !== null && wanted.has(foldTitle(name))),
  )
  const exact = fitting.find(({ releaseDate }) => Number(releaseDate?.slice(0, 4)) === film.year)
  return (exact ?? fitting[0])?.id ?? null
}

const foldTitle = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}]+/gu, '')
