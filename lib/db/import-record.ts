// What the database remembers of its imports, and the statistics that follow from them.
import type pg from 'pg'
import type { Channel } from './notify'

export interface ImportRecord {
  dataSet: string
  layout: string
  synthetic: boolean
  fileHash: string
  report: unknown
  changedRows: number
}

export async function listImportRecords(client: pg.Client): Promise<{ dataSet: string; fileHash: string }[]> {
  const { rows } = await client.query<{ dataSet: string; fileHash: string }>(
    `SELECT data_set AS "dataSet", file_hash AS "fileHash" FROM data_imports WHERE kind = 'data_set' ORDER BY id DESC`,
  )
  return rows
}

export async function readMovieIds(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<[number]>({ text: 'SELECT id FROM movies', rowMode: 'array' })
  return rows.map(([id]) => id)
}

/** Other processes are told at the commit, not before. */
export async function recordImport(client: pg.Client, record: ImportRecord): Promise<void> {
  await client.query(
    `INSERT INTO data_imports (data_set, layout, synthetic, file_hash, report, changed_rows) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      record.dataSet,
      record.layout,
      record.synthetic,
      record.fileHash,
      JSON.stringify(record.report),
      record.changedRows,
    ],
  )
  const channel: Channel = 'marquee_data'
  await client.query(`SELECT pg_notify($1, '')`, [channel])
}

/** In the import's own transaction, so that no moment shows new ratings with old statistics. */
export async function refreshStatistics(client: pg.Client): Promise<void> {
  await client.query('ANALYZE profiles, movies, ratings, tags')
  await client.query('REFRESH MATERIALIZED VIEW movie_stats')
  await client.query('ANALYZE movie_stats')
}
