// What an enrichment may bring for a film, and the column in which each is kept.

/** Null where the source does not say. */
export interface StagedEnrichment {
  /** Where it was asked for this very film; otherwise the row finds its films by their ids or titles. */
  movieId?: number
  tmdbId: number | null
  imdbId: string | null
  title: string | null
  overview: string | null
  tagline: string | null
  posterPath: string | null
  backdropPath: string | null
  runtime: number | null
  /** YYYY-MM-DD */
  releaseDate: string | null
  originalLanguage: string | null
  popularity: number | null
  voteAverage: number | null
  voteCount: number | null
  keywords: string[] | null
  directors: string[] | null
  cast: string[] | null
  countries: string[] | null
  collection: string | null
  alternativeTitles: string[] | null
}

type Kind = 'text' | 'int' | 'float8' | 'text[]' | 'date'

export interface EnrichmentColumn {
  field: Exclude<keyof StagedEnrichment, 'movieId' | 'title' | 'alternativeTitles'>
  /** In movies, and in the staging table. */
  column: string
  kind: Kind
  /** Whether content models read it. */
  text?: true
  /** An id says which film it is: it is filled once and not corrected later. */
  identity?: true
}

export const ENRICHMENT_COLUMNS: readonly EnrichmentColumn[] = [
  { field: 'tmdbId', column: 'tmdb_id', kind: 'int', identity: true },
  { field: 'imdbId', column: 'imdb_id', kind: 'text', identity: true },
  { field: 'overview', column: 'overview', kind: 'text', text: true },
  { field: 'tagline', column: 'tagline', kind: 'text' },
  { field: 'posterPath', column: 'poster_path', kind: 'text' },
  { field: 'backdropPath', column: 'backdrop_path', kind: 'text' },
  { field: 'runtime', column: 'runtime', kind: 'int' },
  { field: 'releaseDate', column: 'release_date', kind: 'date' },
  { field: 'originalLanguage', column: 'language', kind: 'text' },
  { field: 'popularity', column: 'popularity', kind: 'float8' },
  { field: 'voteAverage', column: 'vote_average', kind: 'float8' },
  { field: 'voteCount', column: 'vote_count', kind: 'int' },
  { field: 'keywords', column: 'keywords', kind: 'text[]', text: true },
  { field: 'directors', column: 'directors', kind: 'text[]', text: true },
  { field: 'cast', column: '"cast"', kind: 'text[]', text: true },
  { field: 'countries', column: 'countries', kind: 'text[]' },
  { field: 'collection', column: 'collection', kind: 'text' },
]
