// The snapshot that models are fitted on: crowd ratings and the texts of the catalogue, as of one moment.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Db } from './client'
import { readGenome, type GenomeSnapshot } from './genome'

export interface CrowdTriples {
  userId: Int32Array
  movieId: Int32Array
  halfStars: Uint8Array
  /** In seconds since 1970, where they were asked for. */
  ratedAt?: Int32Array
}

export interface CatalogueText {
  id: number
  title: string
  overview: string | null
  genres: string[]
  keywords: string[]
  directors: string[]
  cast: string[]
  tags: string[]
  year: number | null
}

export interface TrainingSnapshot {
  fingerprint: string
  ratings: CrowdTriples
  texts: CatalogueText[]
  genome: GenomeSnapshot | null
}

/** Names the state of the data: the same imports and enrichments in the same order give the same fingerprint. */
export async function readFingerprint(db: Pick<Db, 'pool'> | { pool: pg.PoolClient }): Promise<string> {
  const { rows } = await db.pool.query<{ data_set: string; file_hash: string; changed_rows: number }>(
    'SELECT data_set, file_hash, changed_rows FROM data_imports WHERE changed_rows > 0 ORDER BY id',
  )
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

/**
 * Reads everything in one repeatable-read transaction, the ratings by binary COPY.
 * @param withTimes also when each rating was given: 4 bytes a rating more, and half as many again to read.
 */
export async function readTrainingSnapshot(db: Db, withTimes = false): Promise<TrainingSnapshot> {
  const client = await db.pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const fingerprint = await readFingerprint({ pool: client })
    const ratings = await readCrowd(client, withTimes)
    const texts = await readTexts(client)
    const genome = await readGenome(client)
    await client.query('COMMIT')
    client.release()
    return { fingerprint, ratings, texts, genome }
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function readTexts(client: pg.PoolClient): Promise<CatalogueText[]> {
  const { rows } = await client.query<CatalogueText>(
    `SELECT m.id, m.title, m.overview, m.genres, m.keywords, m.directors, m."cast", m.year, coalesce(t.tags, '{}') AS tags
     FROM movies m
     LEFT JOIN (SELECT movie_id, array_agg(lower(tag) ORDER BY tag, profile_id) AS tags FROM tags GROUP BY movie_id) t
       ON t.movie_id = m.id
     ORDER BY m.id`,
  )
  return rows
}

/** 2 bytes field count, then (4 bytes length + value) for int4, int4, int2, and timestamptz in microseconds since 2000. */
const ROW_BYTES = 2 + 8 + 8 + 6
const TIME_BYTES = 12
const TIME_AT = ROW_BYTES + 4
const EPOCH_2000 = 946_684_800
const HEADER_BYTES = 19

/** The ratings as they lie in the table: whose they are is looked up here, which is faster than a join of millions of rows. */
async function readCrowd(client: pg.PoolClient, withTimes: boolean): Promise<CrowdTriples> {
  const userOf = await readCrowdUsers(client)
  let triples = allocate(await guessRatings(client), withTimes)
  const columns = `profile_id, movie_id, half_stars${withTimes ? ', rated_at' : ''}`
  const rowBytes = ROW_BYTES + (withTimes ? TIME_BYTES : 0)
  const stream = client.query(copyTo(`COPY ratings (${columns}) TO STDOUT (FORMAT binary)`))
  let rest: Buffer = Buffer.alloc(0)
  let skip = HEADER_BYTES
  let n = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let at = Math.min(skip, bytes.length)
    skip -= at
    const nRows = Math.floor((bytes.length - at) / rowBytes)
    if (n + nRows > triples.userId.length) triples = grow(triples, 2 * (n + nRows))
    n = readRows(bytes, at, nRows, userOf, triples, n)
    at += nRows * rowBytes
    rest = bytes.subarray(at)
  }
  const { userId, movieId, halfStars, ratedAt } = triples
  const [users, movies] = [userId.subarray(0, n), movieId.subarray(0, n)]
  return { userId: users, movieId: movies, halfStars: halfStars.subarray(0, n), ratedAt: ratedAt?.subarray(0, n) }
}

/** Returns how many triples there are now; the ratings of persons are passed over. */
function readRows(bytes: Buffer, start: number, nRows: number, userOf: Int32Array, into: CrowdTriples, n: number) {
  const { userId, movieId, halfStars, ratedAt } = into
  const rowBytes = ROW_BYTES + (ratedAt ? TIME_BYTES : 0)
  for (let row = 0, at = start; row < nRows; row++, at += rowBytes) {
    const user = userOf[int32At(bytes, at + 6)]
    userId[n] = user
    movieId[n] = int32At(bytes, at + 14)
    halfStars[n] = bytes[at + 23]
    if (ratedAt) ratedAt[n] = secondsAt(bytes, at + TIME_AT)
    n += user === 0 ? 0 : 1
  }
  return n
}

const int32At = (bytes: Buffer, at: number) =>
  (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]

const secondsAt = (bytes: Buffer, at: number) =>
  EPOCH_2000 + Math.floor((int32At(bytes, at) * 2 ** 32 + (int32At(bytes, at + 4) >>> 0)) / 1_000_000)

/** By profile id; 0 for persons. */
async function readCrowdUsers(client: pg.PoolClient): Promise<Int32Array> {
  const { rows } = await client.query<[number, number]>({
    text: `SELECT id, coalesce(user_id, 0) FROM profiles ORDER BY id`,
    rowMode: 'array',
  })
  const userOf = new Int32Array((rows.at(-1)?.[0] ?? 0) + 1)
  for (const [id, userId] of rows) userOf[id] = userId
  return userOf
}

/** What the database thinks it has, and a little more. */
async function guessRatings(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT reltuples::float8 AS n FROM pg_class WHERE oid = 'ratings'::regclass`,
  )
  return Math.ceil(Math.max(rows[0].n, 0) * 1.02) + 1_000
}

const allocate = (length: number, withTimes: boolean): CrowdTriples => ({
  userId: new Int32Array(length),
  movieId: new Int32Array(length),
  halfStars: new Uint8Array(length),
  ratedAt: withTimes ? new Int32Array(length) : undefined,
})

function grow(triples: CrowdTriples, length: number): CrowdTriples {
  const larger = allocate(length, triples.ratedAt !== undefined)
  larger.userId.set(triples.userId)
  larger.movieId.set(triples.movieId)
  larger.halfStars.set(triples.halfStars)
  if (triples.ratedAt) larger.ratedAt?.set(triples.ratedAt)
  return larger
}
