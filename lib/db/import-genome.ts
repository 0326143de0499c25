// The tag genome on its way in: staged, compared film by film, and merged; its tags come once and stay what they are.
import { endianness } from 'node:os'
import type pg from 'pg'
import { AppError } from '@/lib/errors/app-error'
import { CopyEncoder } from './copy-encoder'
import type { MergeCounts } from './import-merge'
import { count, countRows } from './import-merge'
import { copyInto } from './import-staging'

export interface StagedGenome {
  /** By tagId, ascending. */
  tags: { tagId: number; tag: string }[]
  movieIds: Int32Array
  /** A vector for each film, in the order of `tags`. */
  rows: Float32Array[]
  duplicates: number
}

/**
 * Counts films, not scores. A film's vector is replaced as a whole.
 * @param batch null for a dry run
 * @returns `filled` where there was no genome before.
 * @throws AppError('conflict') when the genome that is there has other tags.
 */
export async function mergeGenome(
  client: pg.Client,
  genome: StagedGenome,
  batch: number | null,
): Promise<MergeCounts & { filled: boolean }> {
  const filled = await requireSameTags(client, genome.tags)
  await client.query(
    `CREATE TEMP TABLE staged_genome (movie_id int PRIMARY KEY, relevance bytea NOT NULL) ON COMMIT DROP;
     ALTER TABLE staged_genome ALTER relevance SET STORAGE EXTERNAL`,
  )
  await copyInto(client, 'staged_genome', encodeGenome(genome))
  await client.query('ANALYZE staged_genome')
  const both = 'staged_genome s LEFT JOIN genome_scores g USING (movie_id)'
  const added = await countRows(client, `${both} WHERE g.movie_id IS NULL`)
  const changed = await countRows(client, `${both} WHERE g.relevance <> s.relevance`)
  const unchanged = genome.movieIds.length - added - changed
  if (batch !== null && added + changed > 0) await writeGenome(client, genome, filled ? null : batch)
  return { new: added, changed, unchanged, duplicates: genome.duplicates, filled: filled && batch !== null }
}

/** @param noteUnder the batch whose undo needs the rows before; null where there were none. */
async function writeGenome(client: pg.Client, { tags }: StagedGenome, noteUnder: number | null): Promise<void> {
  if (noteUnder === null)
    await client.query('INSERT INTO genome_tags (tag_id, tag) SELECT * FROM unnest($1::int[], $2::text[])', [
      tags.map(({ tagId }) => tagId),
      tags.map(({ tag }) => tag),
    ])
  else
    await client.query(
      `INSERT INTO undo_genome_scores (import_id, movie_id, relevance)
       SELECT $1, s.movie_id, g.relevance FROM staged_genome s LEFT JOIN genome_scores g USING (movie_id)
       WHERE g.relevance IS DISTINCT FROM s.relevance`,
      [noteUnder],
    )
  await count(
    client,
    `INSERT INTO genome_scores (movie_id, relevance) SELECT movie_id, relevance FROM staged_genome ORDER BY movie_id
     ON CONFLICT (movie_id) DO UPDATE SET relevance = excluded.relevance
     WHERE genome_scores.relevance <> excluded.relevance`,
  )
  await client.query('ANALYZE genome_tags, genome_scores')
}

/** True where there is no genome yet. */
async function requireSameTags(client: pg.Client, coming: StagedGenome['tags']): Promise<boolean> {
  const { rows } = await client.query<{ tagId: number; tag: string }>(
    'SELECT tag_id AS "tagId", tag FROM genome_tags ORDER BY tag_id',
  )
  if (rows.length === 0) return true
  const place = coming.findIndex(({ tagId, tag }, i) => rows[i]?.tagId !== tagId || rows[i]?.tag !== tag)
  if (place < 0 && rows.length === coming.length) return false
  const [here, there] = [rows, coming].map((tags) => tags.at(place < 0 ? Math.min(rows.length, coming.length) : place))
  throw new AppError(
    'conflict',
    `The tag genome here has other tags than the one that would come: ${nameTag(here)} here is ${nameTag(there)} there. Nothing was imported. Leave the genome files out, or import into an empty database.`,
  )
}

const nameTag = (tag: { tagId: number; tag: string } | undefined) => (tag ? `${tag.tagId} "${tag.tag}"` : 'nothing')

async function* encodeGenome({ movieIds, rows }: StagedGenome): AsyncGenerator<Buffer> {
  const encoder = new CopyEncoder()
  yield encoder.header()
  for (const [index, row] of rows.entries()) {
    const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength)
    encoder.startRow(2)
    encoder.putInt32(movieIds[index])
    encoder.putBytes(endianness() === 'BE' ? Buffer.from(bytes).swap32() : bytes)
    if (index % 64 === 63) yield encoder.take()
  }
  yield encoder.take()
  yield encoder.trailer()
}
