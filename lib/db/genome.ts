// The tag genome as models read it: one vector a film, out of Postgres by binary COPY.
import { endianness } from 'node:os'
import type pg from 'pg'
import { AppError } from '@/lib/errors/app-error'
import type { Db } from './client'
import { copyOn } from './copy-out'

export interface GenomeSnapshot {
  /** Names, in the order of their ids. */
  tags: string[]
  /** Ascending. */
  movieIds: Int32Array
  /** (movieIds × tags) row-major, 0…1; NaN where unknown. */
  relevance: Float32Array
}

export async function hasGenome(db: Pick<Db, 'pool'> | { pool: pg.PoolClient }): Promise<boolean> {
  const { rows } = await db.pool.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM genome_scores) AS found')
  return rows[0].found
}

/** The field count, then length and value of an int4, then the length of the vector. */
const ROW_HEAD_BYTES = 2 + 8 + 4
const HEADER_BYTES = 19

/**
 * Null where the data set has none. Memory: that of the vectors.
 * @throws AppError('bad_data') when a film has scores for other tags than there are.
 */
export async function readGenome(client: pg.PoolClient): Promise<GenomeSnapshot | null> {
  if (!(await hasGenome({ pool: client }))) return null
  const tags = await client.query<{ tag: string }>('SELECT tag FROM genome_tags ORDER BY tag_id')
  const counted = await client.query<{ n: number; fits: boolean }>(
    'SELECT count(*)::int AS n, bool_and(length(relevance) = $1) AS fits FROM genome_scores',
    [tags.rows.length * 4],
  )
  const { n, fits } = counted.rows[0]
  if (!fits)
    throw new AppError(
      'bad_data',
      'The tag genome in the database contradicts itself. Undo its import, and import again.',
    )
  const nTags = tags.rows.length
  const movieIds = new Int32Array(n)
  const relevance = new Float32Array(n * nTags)
  const target = Buffer.from(relevance.buffer)
  const rowBytes = ROW_HEAD_BYTES + nTags * 4
  const query = 'COPY (SELECT movie_id, relevance FROM genome_scores ORDER BY movie_id) TO STDOUT (FORMAT binary)'
  let rest: Buffer = Buffer.alloc(0)
  let skip = HEADER_BYTES
  let row = 0
  for await (const chunk of copyOn(client, query)) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let at = Math.min(skip, bytes.length)
    skip -= at
    for (; row < n && at + rowBytes <= bytes.length; at += rowBytes, row++) {
      movieIds[row] = bytes.readInt32BE(at + 6)
      bytes.copy(target, row * nTags * 4, at + ROW_HEAD_BYTES, at + rowBytes)
    }
    rest = bytes.subarray(at)
  }
  if (endianness() === 'BE') target.swap32()
  return { tags: tags.rows.map(({ tag }) => tag), movieIds, relevance }
}
