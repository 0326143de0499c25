// Movies: searching them, and all that is known of one.
import type { Db } from './client'

export interface MovieFilter {
  q?: string
  genre?: string
  decade?: number
  minRatings?: number
}

export interface MovieRow {
  id: number
  title: string
  year: number | null
  genres: string[]
  posterPath: string | null
  count: number
  mean: number | null
}

/** A movie with what it is searched by. */
export interface SearchRow extends MovieRow {
  /** As fold_text gives them: without case, accents and punctuation. */
  foldedTitle: string
  searchText: string
}

export async function readSearchRows(db: Db): Promise<SearchRow[]> {
  const { rows } = await db.pool.query<SearchRow>(
    `SELECT m.id, m.title, m.year, m.genres, m.poster_path AS "posterPath", s.count, s.mean,
            fold_text(m.title) AS "foldedTitle", coalesce(m.search_text, '') AS "searchText"
     FROM movies m JOIN movie_stats s ON s.movie_id = m.id`,
  )
  return rows
}

const ASCII = /^[\0-\x7f]*$/

/** What somebody typed, as titles are folded. Only for letters with accents, and for other scripts, is the database asked. */
export async function foldText(db: Db, text: string): Promise<string> {
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  const { rows } = await db.pool.query<{ folded: string }>('SELECT fold_text($1) AS folded', [text])
  return rows[0].folded
}

/** What a where clause needs, with its parameters numbered in order. */
function conditionsOf(filter: MovieFilter): { from: string; where: string; order: string; values: unknown[] } {
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const where: string[] = []
  const from = filter.q ? `match_movies(${bind(filter.q)}) f JOIN movies m ON m.id = f.movie_id` : 'movies m'
  if (filter.genre) where.push(`m.genres @> ARRAY[${bind(filter.genre)}]::text[]`)
  if (filter.decade !== undefined) where.push(`m.year BETWEEN ${bind(filter.decade)} AND ${bind(filter.decade + 9)}`)
  if (filter.minRatings) where.push(`s.count >= ${bind(filter.minRatings)}`)
  return {
    from: `${from} JOIN movie_stats s ON s.movie_id = m.id`,
    where: where.length ? `WHERE ${where.join(' AND ')}` : '',
    order: `ORDER BY ${filter.q ? 'f.match DESC, ' : ''}s.count DESC, m.id`,
    values,
  }
}

export async function findMovies(db: Db, filter: MovieFilter, offset: number, limit: number): Promise<MovieRow[]> {
  const { from, where, order, values } = conditionsOf(filter)
  const { rows } = await db.pool.query<MovieRow>(
    `SELECT m.id, m.title, m.year, m.genres, m.poster_path AS "posterPath", s.count, s.mean
     FROM ${from} ${where} ${order} OFFSET ${Math.trunc(offset)} LIMIT ${Math.trunc(limit)}`,
    values,
  )
  return rows
}

export async function countMatches(db: Db, filter: MovieFilter): Promise<number> {
  const { from, where, values } = conditionsOf(filter)
  const { rows } = await db.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from} ${where}`, values)
  return rows[0].n
}

export interface MovieFacts {
  id: number
  title: string
  alternativeTitles: string[]
  year: number | null
  genres: string[]
  countries: string[]
  language: string | null
  runtime: number | null
  directors: string[]
  cast: string[]
  keywords: string[]
  overview: string | null
  posterPath: string | null
  tagline: string | null
  backdropPath: string | null
  /** YYYY-MM-DD */
  releaseDate: string | null
  collection: string | null
  popularity: number | null
  voteAverage: number | null
  voteCount: number | null
  imdbId: string | null
  tmdbId: number | null
  count: number
  mean: number | null
  bayesianMean: number | null
  histogram: number[]
  tags: string[]
}

const TOP_TAGS = 12

export async function findMovieFacts(db: Db, movieId: number): Promise<MovieFacts | null> {
  const { rows } = await db.pool.query<MovieFacts>(
    `SELECT m.id, m.title, m.alternative_titles AS "alternativeTitles", m.year, m.genres, m.countries, m.language,
            m.runtime, m.directors, m."cast", m.keywords, m.overview, m.poster_path AS "posterPath",
            m.tagline, m.backdrop_path AS "backdropPath", to_char(m.release_date, 'YYYY-MM-DD') AS "releaseDate",
            m.collection, m.popularity, m.vote_average AS "voteAverage", m.vote_count AS "voteCount",
            m.imdb_id AS "imdbId", m.tmdb_id AS "tmdbId",
            s.count, s.mean, s.bayesian_mean AS "bayesianMean", s.histogram,
            ARRAY(SELECT lower(t.tag) FROM tags t WHERE t.movie_id = m.id
                  GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${TOP_TAGS}) AS tags
     FROM movies m JOIN movie_stats s ON s.movie_id = m.id WHERE m.id = $1`,
    [movieId],
  )
  return rows[0] ?? null
}

export async function refreshMovieStats(db: Db): Promise<void> {
  await db.pool.query('SELECT refresh_movie_stats()')
}
