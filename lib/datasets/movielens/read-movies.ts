// movies.csv, movies.dat and u.item, with the links of links.csv where there are any.
import type { MovieRow } from '../data-set'
import type { BadRowReason, Report } from '../report'
import { parseMovie, parseMovie100k } from './parse-movie'
import { MAX_INT32, parseId, tidyText } from './parse-values'
import type { Part } from './parts'
import { readRows } from './read-rows'

interface Links {
  imdbId: string | null
  tmdbId: number | null
}

/** The links are held in memory: some ten bytes for each film of the catalogue. */
export async function* readMovies(movies: Part, links: Part | undefined, report: Report): AsyncGenerator<MovieRow[]> {
  const linked = await readLinks(links, report)
  const parse = movies.separator === '|' ? parseMovie100k : parseMovie
  for await (const rows of readRows(movies.file, { ...movies, parse }, report))
    yield rows.map((movie) => ({ ...movie, ...linked.get(movie.id) }))
}

async function readLinks(links: Part | undefined, report: Report): Promise<Map<number, Links>> {
  const byMovie = new Map<number, Links>()
  if (links === undefined) return byMovie
  for await (const rows of readRows(links.file, { ...links, parse: parseLinks }, report))
    for (const { movieId, imdbId, tmdbId } of rows) byMovie.set(movieId, { imdbId, tmdbId })
  return byMovie
}

/** Either link may be missing; neither may be nonsense. */
function parseLinks([movieField, imdbField, tmdbField]: string[]): (Links & { movieId: number }) | BadRowReason {
  const movieId = parseId(movieField)
  if (typeof movieId === 'string') return movieId
  const imdb = tidyText(imdbField).replace(/^tt/, '')
  const tmdb = tidyText(tmdbField)
  if (!/^\d{0,12}$/.test(imdb) || !/^\d*$/.test(tmdb)) return 'not a number'
  if (Number(tmdb) > MAX_INT32) return 'id out of range'
  return {
    movieId,
    imdbId: Number(imdb) === 0 ? null : `tt${imdb.padStart(7, '0')}`,
    tmdbId: Number(tmdb) === 0 ? null : Number(tmdb),
  }
}
