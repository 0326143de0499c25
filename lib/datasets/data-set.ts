// What every reader of a data set answers: typed rows in batches, with what could not be read in the report.
import type { MovieIdSet } from './movie-id-set'
import type { Report } from './report'

/** A film as its source describes it; null means that the source does not say. */
export interface MovieRow {
  id: number
  title: string
  alternativeTitles: string[]
  year: number | null
  genres: string[]
  countries: string[] | null
  language: string | null
  runtime: number | null
  directors: string[] | null
  cast: string[] | null
  keywords: string[] | null
  overview: string | null
  posterPath: string | null
  /** With its prefix, e.g. "tt0114709". */
  imdbId: string | null
  tmdbId: number | null
}

/** `length` ratings in columns; the arrays may be longer. */
export interface RatingBatch {
  length: number
  userId: Int32Array
  movieId: Int32Array
  /** 1…10, i.e. 0.5…5 stars. */
  halfStars: Uint8Array
  /** Unix seconds. */
  ratedAt: Int32Array
}

export interface TagRow {
  userId: number
  movieId: number
  tag: string
  /** Unix seconds. */
  taggedAt: number
}

/** `length` scores in columns; the arrays may be longer. */
export interface GenomeBatch {
  length: number
  movieId: Int32Array
  tagId: Int32Array
  /** 0…1 */
  relevance: Float32Array
}

export interface GenomeTag {
  tagId: number
  tag: string
}

/** Which films and tags a genome may speak of; without one of them everything is taken. */
export interface GenomeKeys {
  movies?: MovieIdSet
  tags?: ReadonlySet<number>
}

export type Layout = 'movielens-csv' | 'movielens-dat' | 'movielens-100k' | 'interactions' | 'demo'

export interface DataSet {
  /** What the data set is called from now on, e.g. "ml-latest-small". */
  name: string
  layout: Layout
  /** Whether the audience was made up. */
  synthetic: boolean
  /** sha256, hex, of the zip or of the files that are read. */
  fileHash: string
  /** False for ratings alone, which go onto the catalogue that is there. */
  hasMovies: boolean
  /** What was recognised and is not imported, e.g. "genome-scores (ml-25m/genome-scores.csv)" without its tags. */
  extras: string[]
  /** Bytes to read for each part, so that progress can be shown against `report.bytesRead`; no genome has no bytes. */
  sizes: { movies: number; ratings: number; tags: number; genome: number }
  movies(report: Report): AsyncIterable<MovieRow[]>
  /** With `knownMovies`, ratings of any other film are bad rows. */
  ratings(report: Report, knownMovies?: MovieIdSet): AsyncIterable<RatingBatch>
  tags(report: Report, knownMovies?: MovieIdSet): AsyncIterable<TagRow[]>
  genomeScores(report: Report, known?: GenomeKeys): AsyncIterable<GenomeBatch>
  genomeTags(report: Report): AsyncIterable<GenomeTag[]>
  close(): Promise<void>
}
