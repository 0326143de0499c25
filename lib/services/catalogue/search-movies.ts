// Searching and browsing the catalogue.
import { countMatches, findMovies, foldText, type MovieRow } from '@/lib/db/movies'
import { AppError } from '@/lib/errors/app-error'
import type { MovieListItem, MoviePage, MovieQuery } from '@/lib/schemas/movie'
import { requireEngine, type Host } from '../host/host'
import type { RememberedSearch } from './remembered-search'

const MAX_OFFSET = 1_000_000

/** Postgres knows no NUL in a text; the address of a page may hold one. */
const withoutNul = (text: string | undefined) => text?.replaceAll('\0', '')

export async function searchMovies(host: Host, given: MovieQuery): Promise<MoviePage> {
  const query = { ...given, q: withoutNul(given.q) || undefined, genre: withoutNul(given.genre) || undefined }
  const offset = parseCursor(query.cursor)
  const withPoster = host.posters.reachable()
  const { search } = host.memory
  const { rows, total } = await (search
    ? searchMemory(host, search, query, offset)
    : searchDatabase(host, query, offset))
  const items: MovieListItem[] = rows.map(({ id, title, year, genres, posterPath, count, mean }) => ({
    ...{ id, title, year, genres },
    posterPath: withPoster ? posterPath : null,
    stats: { count, mean },
  }))
  const next = offset + rows.length
  return { items, total, nextCursor: next < total && rows.length > 0 ? cursorOf(next) : undefined }
}

interface Found {
  rows: MovieRow[]
  total: number
}

async function searchDatabase(host: Host, query: MovieQuery, offset: number): Promise<Found> {
  const [rows, total] = await Promise.all([
    findMovies(host.db, query, offset, query.limit),
    countMatches(host.db, query),
  ])
  return { rows, total }
}

async function searchMemory(host: Host, search: RememberedSearch, query: MovieQuery, offset: number): Promise<Found> {
  const { q, genre, decade, minRatings, limit } = query
  const found = search.find({ q: q && (await foldText(host.db, q)), genre, decade, minRatings })
  const rows = Array.from(found.subarray(offset, offset + limit), (index) => search.row(index))
  return { rows, total: found.length }
}

export function countMovies(host: Host): number {
  return requireEngine(host).catalogue.nItems
}

const cursorOf = (offset: number) => Buffer.from(`o${offset}`).toString('base64url')

function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const match = /^o(\d{1,7})$/.exec(Buffer.from(cursor, 'base64url').toString())
  const offset = match ? Number(match[1]) : NaN
  if (!(offset <= MAX_OFFSET))
    throw new AppError(
      'invalid',
      'This cursor is not one of ours. Pass the nextCursor of the page before, unchanged.',
      {
        fieldErrors: { cursor: ['Pass the nextCursor of the page before.'] },
      },
    )
  return offset
}
