// The rows of an enrichment on their way in: one temporary table for each batch, filled by COPY.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { CopyEncoder } from './copy-encoder'
import type { EnrichmentColumn, StagedEnrichment } from './enrichment-columns'
import { ENRICHMENT_COLUMNS } from './enrichment-columns'

/** A date travels as text: it is cast where it is stored. */
const typeOf = ({ kind }: EnrichmentColumn) => (kind === 'date' ? 'text' : kind)
const columns = ENRICHMENT_COLUMNS.map((known) => `${known.column} ${typeOf(known)}`).join(', ')
const N_FIELDS = ENRICHMENT_COLUMNS.length + 4

export async function stageEnrichment(client: pg.Client, rows: readonly StagedEnrichment[]): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE staged_enrichment (line int, movie_id int, title text, alternative_titles text[], ${columns}) ON COMMIT DROP`,
  )
  await pipeline(
    Readable.from([encode(rows)], { objectMode: false }),
    client.query(copyFrom('COPY staged_enrichment FROM STDIN (FORMAT binary)')),
  )
  await client.query('ANALYZE staged_enrichment')
}

function encode(rows: readonly StagedEnrichment[]): Buffer {
  const encoder = new CopyEncoder()
  rows.forEach((row, line) => {
    encoder.startRow(N_FIELDS)
    encoder.putInt32(line)
    put(encoder, row.movieId ?? null)
    put(encoder, row.title)
    put(encoder, row.alternativeTitles)
    for (const { field, kind } of ENRICHMENT_COLUMNS) put(encoder, row[field], kind === 'float8')
  })
  return Buffer.concat([encoder.header(), encoder.take(), encoder.trailer()])
}

function put(encoder: CopyEncoder, value: string | number | string[] | null, float = false): void {
  if (value === null) encoder.putNull()
  else if (typeof value === 'string') encoder.putText(value)
  else if (Array.isArray(value)) encoder.putTextArray(value)
  else if (float) encoder.putFloat64(value)
  else encoder.putInt32(value)
}
