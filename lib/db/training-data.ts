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

/** Reads everything in one repeatable-read transaction, the ratings by binary COPY. */
export async function readTrainingSnapshot(db: Db): Promise<TrainingSnapshot> {
  const client = await db.pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const fingerprint = await readFingerprint({ pool: client })
    const ratings = await readCrowd(client)
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
    `SELECT m.id, m.title, m.overview, m.genres, m.keywords, m.directors, m."cast", coalesce(t.tags, '{}') AS tags
     FROM movies m
     LEFT JOIN (SELECT movie_id, array_agg(lower(tag) ORDER BY tag, profile_id) AS tags FROM tags GROUP BY movie_id) t
       ON t.movie_id = m.id
     ORDER BY m.id`,
  )
  return rows
}

/** 2 bytes field count, then (4 bytes length + value) for int4, int4, int2. */
const ROW_BYTES = 2 + 8 + 8 + 6
const HEADER_BYTES = 19

async function readCrowd(client: pg.PoolClient): Promise<CrowdTriples> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ratings r JOIN profiles p ON p.id = r.profile_id WHERE p.kind = 'crowd'`,
  )
  const n = rows[0].n
  const userId = new Int32Array(n)
  const movieId = new Int32Array(n)
  const halfStars = new Uint8Array(n)
  const stream = client.query(
    copyTo(
      `COPY (SELECT p.user_id, r.movie_id, r.half_stars FROM ratings r JOIN profiles p ON p.id = r.profile_id
             WHERE p.kind = 'crowd') TO STDOUT (FORMAT binary)`,
    ),
  )
  let rest: Buffer = Buffer.alloc(0)
  let skip = HEADER_BYTES
  let row = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let at = Math.min(skip, bytes.length)
    skip -= at
    for (; row < n && at + ROW_BYTES <= bytes.length; at += ROW_BYTES, row++) {
      userId[row] = bytes.readInt32BE(at + 6)
      movieId[row] = bytes.readInt32BE(at + 14)
      halfStars[row] = bytes[at + 23]
    }
    rest = bytes.subarray(at)
  }
  return { userId, movieId, halfStars }
}
