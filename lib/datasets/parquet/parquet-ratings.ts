// Ratings out of a Parquet file: which columns they are in, and their rows as batches of typed arrays.
import { AppError } from '@/lib/errors/app-error'
import type { RatingBatch } from '../data-set'
import type { SourceFile } from '../files/file-set'
import type { MovieIdSet } from '../movie-id-set'
import { nameColumn } from '../movielens/layout'
import { halfStarsOf, idOf, secondsOf } from '../movielens/parse-values'
import { UNKNOWN_TIME } from '../movielens/rating-parser'
import type { BadRowReason, Report } from '../report'
import { openParquet } from './open-parquet'

const MAGIC = 'PAR1'
const BATCH_ROWS = 1 << 16
/** Beyond this no writer goes by itself; it bounds what a file can make us reserve. */
const MAX_GROUP_ROWS = 1 << 24

/** What the columns are called in this file. */
export interface RatingColumns {
  user: string
  movie: string
  rating: string
  timestamp?: string
}

export const isParquet = (head: Buffer) => head.toString('latin1', 0, MAGIC.length) === MAGIC

/** Null for a file that holds something else. @throws AppError('bad_data') for one that cannot be read. */
export async function findRatingColumns(path: string, name: string): Promise<RatingColumns | null> {
  const parquet = openParquet(path, name)
  try {
    const { columns } = await parquet.outline()
    const find = (wanted: string) => columns.find((column) => column.plain && nameColumn(column.name) === wanted)?.name
    const [user, movie, rating] = [find('user'), find('movie'), find('rating')]
    if (user === undefined || movie === undefined || rating === undefined) return null
    return { user, movie, rating, timestamp: find('timestamp') }
  } finally {
    await parquet.close()
  }
}

/** One row group in memory at a time. Bad rows are reported by their number, from 1. */
export async function* readParquetRatings(
  file: SourceFile & { path: string },
  columns: RatingColumns,
  report: Report,
  knownMovies?: MovieIdSet,
): AsyncGenerator<RatingBatch> {
  const parquet = openParquet(file.path, file.name)
  const names = [columns.user, columns.movie, columns.rating, ...(columns.timestamp ? [columns.timestamp] : [])]
  try {
    let start = 0
    for (const { rows, bytes } of (await parquet.outline()).groups) {
      requireRows(file.name, rows)
      const [user, movie, rating, timestamp] = await parquet.readGroup(start, rows, names)
      report.bytesRead += bytes
      for (let from = 0; from < rows; from += BATCH_ROWS) {
        const rowsOf = { user, movie, rating, timestamp, from, end: Math.min(rows, from + BATCH_ROWS) }
        const batch = toBatch(rowsOf, knownMovies, (row, reason) =>
          report.addBadRow(file.name, start + row + 1, reason),
        )
        if (batch.length > 0) yield batch
      }
      start += rows
    }
  } finally {
    await parquet.close()
  }
}

function requireRows(name: string, rows: number): void {
  if (Number.isInteger(rows) && rows >= 0 && rows <= MAX_GROUP_ROWS) return
  throw new AppError(
    'bad_data',
    `${name} has a row group of ${rows} rows; at most ${MAX_GROUP_ROWS} can be read at once. Write it with smaller row groups (row_group_size).`,
  )
}

interface Rows {
  user: Float64Array
  movie: Float64Array
  rating: Float64Array
  timestamp?: Float64Array
  from: number
  end: number
}

function toBatch(
  { user, movie, rating, timestamp, from, end }: Rows,
  knownMovies: MovieIdSet | undefined,
  refuse: (row: number, reason: BadRowReason) => void,
): RatingBatch {
  const size = end - from
  const batch = {
    length: 0,
    userId: new Int32Array(size),
    movieId: new Int32Array(size),
    halfStars: new Uint8Array(size),
    ratedAt: new Int32Array(size),
  }
  for (let row = from; row < end; row++) {
    const userId = idOf(user[row])
    const movieId = idOf(movie[row])
    const halfStars = halfStarsOf(rating[row])
    const ratedAt = timestamp ? secondsOf(timestamp[row]) : UNKNOWN_TIME
    if (typeof userId === 'string') refuse(row, userId)
    else if (typeof movieId === 'string') refuse(row, movieId)
    else if (typeof halfStars === 'string') refuse(row, halfStars)
    else if (typeof ratedAt === 'string') refuse(row, ratedAt)
    else if (knownMovies?.has(movieId) === false) refuse(row, 'movie not in catalogue')
    else {
      batch.userId[batch.length] = userId
      batch.movieId[batch.length] = movieId
      batch.halfStars[batch.length] = halfStars
      batch.ratedAt[batch.length] = ratedAt
      batch.length += 1
    }
  }
  return batch
}
