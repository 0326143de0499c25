// The rows of an import on their way in: temporary tables without keys, filled by COPY.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { CopyEncoder } from './copy-encoder'

export interface StagedMovie {
  id: number
  title: string
  alternativeTitles: string[]
  year: number | null
  genres: string[]
  /** From here on null means that the source does not say, and what is known stays. */
  countries: string[] | null
  language: string | null
  runtime: number | null
  directors: string[] | null
  cast: string[] | null
  keywords: string[] | null
  overview: string | null
  posterPath: string | null
  imdbId: string | null
  tmdbId: number | null
}

export interface StagedRatings {
  length: number
  userId: Int32Array
  movieId: Int32Array
  halfStars: Uint8Array
  /** Unix seconds. */
  ratedAt: Int32Array
}

export interface StagedTag {
  userId: number
  movieId: number
  tag: string
  /** Unix seconds. */
  taggedAt: number
}

const MOVIE_COLUMNS = `id int, title text, "alternativeTitles" text[], year smallint, genres text[], countries text[],
  language text, runtime smallint, directors text[], "cast" text[], keywords text[], overview text, "posterPath" text,
  "imdbId" text, "tmdbId" int`

export async function createStaging(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE staged_movies (${MOVIE_COLUMNS}, line bigserial) ON COMMIT DROP;
    CREATE TEMP TABLE staged_ratings (user_id int, movie_id int, half_stars smallint, rated_at int) ON COMMIT DROP;
    CREATE TEMP TABLE staged_tags (user_id int, movie_id int, tag text, tagged_at int) ON COMMIT DROP`)
}

/** Films are few and wide: JSON is fast enough for them, and carries lists as they are. */
export async function stageMovies(client: pg.Client, movies: StagedMovie[]): Promise<void> {
  await client.query(
    `INSERT INTO staged_movies SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (${MOVIE_COLUMNS})`,
    [JSON.stringify(movies)],
  )
}

export async function stageRatings(client: pg.Client, batches: AsyncIterable<StagedRatings>): Promise<void> {
  await copyInto(client, 'staged_ratings', encodeRatings(batches))
}

export async function stageTags(client: pg.Client, batches: AsyncIterable<StagedTag[]>): Promise<void> {
  await copyInto(client, 'staged_tags', encodeTags(batches))
}

export async function copyInto(
  client: pg.Client,
  table: string,
  bytes: AsyncIterable<Buffer>,
  options = 'binary',
): Promise<void> {
  await pipeline(
    Readable.from(bytes, { objectMode: false, highWaterMark: 1 << 20 }),
    client.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT ${options})`)),
  )
}

async function* encodeRatings(batches: AsyncIterable<StagedRatings>): AsyncGenerator<Buffer> {
  const encoder = new CopyEncoder()
  yield encoder.header()
  for await (const { length, userId, movieId, halfStars, ratedAt } of batches) {
    for (let row = 0; row < length; row++) {
      encoder.startRow(4)
      encoder.putInt32(userId[row])
      encoder.putInt32(movieId[row])
      encoder.putInt16(halfStars[row])
      encoder.putInt32(ratedAt[row])
    }
    yield encoder.take()
  }
  yield encoder.trailer()
}

async function* encodeTags(batches: AsyncIterable<StagedTag[]>): AsyncGenerator<Buffer> {
  const encoder = new CopyEncoder()
  yield encoder.header()
  for await (const tags of batches) {
    for (const { userId, movieId, tag, taggedAt } of tags) {
      encoder.startRow(4)
      encoder.putInt32(userId)
      encoder.putInt32(movieId)
      encoder.putText(tag)
      encoder.putInt32(taggedAt)
    }
    yield encoder.take()
  }
  yield encoder.trailer()
}
