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
  label: string | null
}

export interface BatchRecord extends ImportRecord {
  id: number
  importedAt: Date
  undoable: boolean
  filled: string[]
  /** The batch that this one undid. */
  undoes: number | null
  undoneAt: Date | null
}

/** Newest first. */
export async function listBatchRecords(client: Pick<pg.Client, 'query'>): Promise<BatchRecord[]> {
  const { rows } = await client.query<BatchRecord>(
    `SELECT id, data_set AS "dataSet", layout, synthetic, file_hash AS "fileHash", report, changed_rows AS "changedRows", label,
       imported_at AS "importedAt", undoable, filled, undoes, undone_at AS "undoneAt"
     FROM data_imports WHERE kind = 'data_set' ORDER BY id DESC`,
  )
  return rows
}

export async function readMovieIds(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<[number]>({ text: 'SELECT id FROM movies', rowMode: 'array' })
  return rows.map(([id]) => id)
}

/** The number of a batch before it is recorded: what it replaces is kept under it. */
export async function reserveBatch(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('data_imports', 'id'))::int AS id`,
  )
  return rows[0].id
}

/** Other processes are told at the commit, not before. */
export async function recordBatch(
  client: pg.Client,
  record: ImportRecord & { id: number; filled: string[]; undoes: number | null },
): Promise<void> {
  await client.query(
    `INSERT INTO data_imports (id, data_set, layout, synthetic, file_hash, report, changed_rows, label, filled, undoes, undoable)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10::int IS NULL)`,
    [
      record.id,
      record.dataSet,
      record.layout,
      record.synthetic,
      record.fileHash,
      JSON.stringify(record.report),
      record.changedRows,
      record.label,
      record.filled,
      record.undoes,
    ],
  )
  const channel: Channel = 'marquee_data'
  await client.query(`SELECT pg_notify($1, '')`, [channel])
}

export async function markUndone(client: pg.Client, batch: number): Promise<void> {
  await client.query('UPDATE data_imports SET undone_at = now() WHERE id = $1', [batch])
}

/** In the import's own transaction, so that no moment shows new ratings with old statistics. */
export async function refreshStatistics(client: pg.Client): Promise<void> {
  await client.query('ANALYZE profiles, movies, ratings, tags')
  await client.query('REFRESH MATERIALIZED VIEW movie_stats')
  await client.query('ANALYZE movie_stats')
}
