// One film of movies.csv, movies.dat or u.item.
import type { MovieRow } from '../data-set'
import type { BadRowReason } from '../report'
import { parseGenres } from './parse-genres'
import { parseMovieTitle } from './parse-movie-title'
import { parseId, tidyText } from './parse-values'

const MAX_TITLE_LENGTH = 500

/** The order of the 19 flags of MovieLens 100K (u.genre). */
const GENRES_100K = [
  'unknown',
  'Action',
  'Adventure',
  'Animation',
  "Children's",
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
]
const FIRST_FLAG = 5

/** movieId, title, genres with bars between them. */
export function parseMovie([idField, titleField, genres]: string[]): MovieRow | BadRowReason {
  return buildMovie(idField, titleField, parseGenres(genres))
}

/** id | title | release date | video release date | IMDb address | 19 flags. */
export function parseMovie100k(fields: string[]): MovieRow | BadRowReason {
  const flags = fields.slice(FIRST_FLAG).map((flag) => flag.trim())
  if (flags.some((flag) => flag !== '0' && flag !== '1')) return 'not a number'
  const names = GENRES_100K.filter((name, index) => flags[index] === '1' && name !== 'unknown')
  const movie = buildMovie(fields[0], fields[1], parseGenres(names.join('|')))
  if (typeof movie === 'string' || movie.year !== null) return movie
  const released = /^\d{1,2}-[A-Z][a-z]{2}-(\d{4})$/.exec(tidyText(fields[2]))
  return released === null ? movie : { ...movie, year: Number(released[1]) }
}

function buildMovie(idField: string, titleField: string, genres: string[]): MovieRow | BadRowReason {
  const id = parseId(idField)
  if (typeof id === 'string') return id
  // Before it is taken apart: what takes a title apart need not be fast on a megabyte of brackets.
  if (titleField.length > 2 * MAX_TITLE_LENGTH) return 'title longer than 500 characters'
  const { title, year, alternativeTitles } = parseMovieTitle(titleField)
  if (title === '') return 'empty title'
  if (title.length > MAX_TITLE_LENGTH) return 'title longer than 500 characters'
  return {
    id,
    title,
    alternativeTitles,
    year,
    genres,
    countries: null,
    language: null,
    runtime: null,
    directors: null,
    cast: null,
    keywords: null,
    overview: null,
    posterPath: null,
    imdbId: null,
    tmdbId: null,
  }
}
