// movies.csv and movies.dat, with the links of links.csv where there are any.
import type { MovieRow } from '../data-set'
import type { SourceFile } from '../files/file-set'
import type { BadRowReason, Report } from '../report'
import type { Separator } from './split-fields'
import { parseGenres } from './parse-genres'
import { parseMovieTitle } from './parse-movie-title'
import { MAX_INT32, parseId, tidyText } from './parse-values'
import { readRows } from './read-rows'

interface Links {
  imdbId: string | null
  tmdbId: number | null
}

export interface MovieFiles {
  movies: SourceFile
  links?: SourceFile
  separator: Separator
}

/** The links are held in memory: some ten bytes for each film of the catalogue. */
export async function* readMovies(files: MovieFiles, report: Report): AsyncGenerator<MovieRow[]> {
  const links = await readLinks(files, report)
  const format = { separator: files.separator, nColumns: 3, parse: (fields: string[]) => parseMovie(fields, links) }
  yield* readRows(files.movies, format, report)
}

function parseMovie([idField, titleField, genres]: string[], links: Map<number, Links>): MovieRow | BadRowReason {
  const id = parseId(idField)
  if (typeof id === 'string') return id
  const { title, year, alternativeTitles } = parseMovieTitle(titleField)
  if (title === '') return 'empty title'
  const { imdbId, tmdbId } = links.get(id) ?? { imdbId: null, tmdbId: null }
  const unknown = { countries: null, language: null, runtime: null, directors: null, cast: null, keywords: null }
  return {
    id,
    title,
    alternativeTitles,
    year,
    genres: parseGenres(genres),
    ...unknown,
    overview: null,
    posterPath: null,
    imdbId,
    tmdbId,
  }
}

async function readLinks({ links, separator }: MovieFiles, report: Report): Promise<Map<number, Links>> {
  const byMovie = new Map<number, Links>()
  if (links === undefined) return byMovie
  const parse = (fields: string[]) => parseLinks(fields)
  for await (const rows of readRows(links, { separator, nColumns: 3, parse }, report))
    for (const { movieId, imdbId, tmdbId } of rows) byMovie.set(movieId, { imdbId, tmdbId })
  return byMovie
}

/** Either link may be missing; neither may be nonsense. */
function parseLinks([movieField, imdbField, tmdbField]: string[]): (Links & { movieId: number }) | BadRowReason {
  const movieId = parseId(movieField)
  if (typeof movieId === 'string') return movieId
  const imdb = tidyText(imdbField).replace(/^tt/, '')
  const tmdb = tidyText(tmdbField)
  if (!/^\d*$/.test(imdb) || !/^\d*$/.test(tmdb)) return 'not a number'
  if (Number(tmdb) > MAX_INT32) return 'id out of range'
  return {
    movieId,
    imdbId: Number(imdb) === 0 ? null : `tt${imdb.padStart(7, '0')}`,
    tmdbId: Number(tmdb) === 0 ? null : Number(tmdb),
  }
}
