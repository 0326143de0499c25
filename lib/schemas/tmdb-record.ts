// A film as TMDb describes it: in its API, in the dumps that people made of it, and as we use it.
import { z } from 'zod'

const MAX_ID = 2_147_483_647
const MAX_KEYWORDS = 50
const MAX_CAST = 5
const MAX_TITLES = 10

/** What is known of a film beyond its data set; null where the source does not say. */
export interface EnrichmentRow {
  tmdbId: number | null
  /** With its prefix, e.g. "tt0114709". */
  imdbId: string | null
  title: string | null
  overview: string | null
  tagline: string | null
  posterPath: string | null
  backdropPath: string | null
  /** Minutes. */
  runtime: number | null
  /** YYYY-MM-DD */
  releaseDate: string | null
  /** ISO 639-1. */
  originalLanguage: string | null
  popularity: number | null
  /** 0…10; null without a vote. */
  voteAverage: number | null
  voteCount: number | null
  keywords: string[] | null
  directors: string[] | null
  cast: string[] | null
  /** ISO 3166-1 alpha-2. */
  countries: string[] | null
  collection: string | null
  alternativeTitles: string[] | null
}

/** One line of tidy text, valid in UTF-8: Postgres takes no NUL and no half of a surrogate pair. */
const tidy = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ')
    .trim()

const NOTHING = new Set(['', 'null', 'none', 'nan', 'n/a', 'no overview found.', 'no overview yet.'])
const textOf = (value: unknown): string | null => {
  const text = typeof value === 'string' ? tidy(value) : ''
  return NOTHING.has(text.toLowerCase()) ? null : text
}

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
const within = (number: number | null, min: number, max: number) =>
  number !== null && number >= min && number <= max ? number : null

const matching = (pattern: RegExp) => (value: unknown) => {
  const text = textOf(value)
  return text !== null && pattern.test(text) ? text : null
}
/** It becomes part of an address. */
const imagePathOf = matching(/^\/[\w-]+\.(jpe?g|png|svg|webp)$/i)
const languageOf = matching(/^[a-z]{2,3}$/)

const dateOf = (value: unknown) => {
  const text = matching(/^(18[7-9]|19\d|20\d)\d-\d\d-\d\d$/)(value)
  // The calendar has no 30th of February.
  return text !== null && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ? text : null
}

export const parseTmdbId = (value: unknown) => {
  const id = within(numberOf(value), 1, MAX_ID)
  return id !== null && Number.isInteger(id) ? id : null
}

const imdbIdOf = (value: unknown) => {
  const digits = /^(?:tt)?(\d{1,9})$/.exec(textOf(value) ?? '')?.[1]
  return digits === undefined || Number(digits) === 0 ? null : `tt${digits.padStart(7, '0')}`
}

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists come as they are, or wrapped in an object as in the API: {"keywords": [...]}. */
const listOf = (value: unknown, inside: string): unknown[] => {
  const list = isFields(value) ? value[inside] : value
  return Array.isArray(list) ? list : typeof list === 'string' ? [list] : []
}

/** The names of a list of names, or of things with names. */
const namesOf = (list: unknown[], max: number, key = 'name'): string[] | null => {
  const names = list.map((entry) => textOf(isFields(entry) ? entry[key] : entry)).filter((name) => name !== null)
  return orNull([...new Set(names)].slice(0, max))
}
const orNull = (names: string[] | undefined) => (names?.length ? names : null)

const directorsOf = (fields: Fields) => {
  const crew = listOf(isFields(fields.credits) ? fields.credits.crew : fields.crew, 'crew')
  const directing = crew.filter((person) => isFields(person) && person.job === 'Director')
  return namesOf([...listOf(fields.directors ?? fields.director, 'directors'), ...directing], MAX_CAST)
}

const countriesOf = (fields: Fields) => {
  const codes = listOf(fields.production_countries ?? fields.countries ?? fields.origin_country, 'countries')
  return orNull(namesOf(codes, MAX_KEYWORDS, 'iso_3166_1')?.filter((code) => /^[A-Z]{2}$/.test(code)))
}

/** Titles in English-speaking countries and the original one: what people type into a search box. */
const titlesOf = (fields: Fields) => {
  const others = listOf(fields.alternative_titles, 'titles').filter(
    (entry) => !isFields(entry) || entry.iso_3166_1 === undefined || /^(US|GB)$/.test(String(entry.iso_3166_1)),
  )
  const all = namesOf([fields.original_title, ...others], MAX_TITLES + 1, 'title')
  return orNull(all?.filter((title) => title !== textOf(fields.title)).slice(0, MAX_TITLES))
}

const collectionOf = ({ belongs_to_collection: within, collection }: Fields) =>
  textOf(isFields(within) ? within.name : (within ?? collection))

const toEnrichment = (fields: Fields): EnrichmentRow => {
  const voteCount = within(numberOf(fields.vote_count), 0, MAX_ID)
  const runtime = within(Math.round(numberOf(fields.runtime) ?? 0), 1, 10_000)
  return {
    tmdbId: parseTmdbId(fields.id ?? fields.tmdb_id),
    imdbId: imdbIdOf(fields.imdb_id),
    title: textOf(fields.title),
    overview: textOf(fields.overview),
    tagline: textOf(fields.tagline),
    posterPath: imagePathOf(fields.poster_path),
    backdropPath: imagePathOf(fields.backdrop_path),
    runtime,
    releaseDate: dateOf(fields.release_date),
    originalLanguage: languageOf(fields.original_language),
    popularity: within(numberOf(fields.popularity), 0, 1e6),
    voteAverage: voteCount === 0 ? null : within(numberOf(fields.vote_average), 0, 10),
    voteCount: voteCount === null ? null : Math.trunc(voteCount),
    keywords: namesOf(listOf(fields.keywords, 'keywords'), MAX_KEYWORDS),
    directors: directorsOf(fields),
    cast: namesOf(listOf(isFields(fields.credits) ? fields.credits.cast : fields.cast, 'cast'), MAX_CAST),
    countries: countriesOf(fields),
    collection: collectionOf(fields),
    alternativeTitles: titlesOf(fields),
  }
}

/** Any record with an id of TMDb's or IMDb's; a field that is not what it should be is not known. */
export const tmdbRecordSchema = z
  .record(z.string(), z.unknown())
  .transform(toEnrichment)
  .refine((row) => row.tmdbId !== null || row.imdbId !== null, 'has neither a TMDb id nor an IMDb id')
