// Reading and putting back the parts of a backup, each by COPY.
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { AppError, isAppError, messageOf } from '@/lib/errors/app-error'
import { listBackupParts, type BackupPart } from './backup-tables'
import { connectOrExplain } from './connect'
import { copyOn } from './copy-out'
import { withoutKeys } from './suspend-keys'

export { listBackupParts, type BackupPart }

/** Runs `read` over one moment of the database, however long it takes. */
export async function* inOneMoment<T>(
  connectionString: string,
  read: (client: pg.Client) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const client = await connectOrExplain(connectionString)
  client.on('error', () => undefined)
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    yield* read(client)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

/** The columns of a part, then its rows as COPY's text. */
export async function columnsOfPart(client: pg.Client, part: BackupPart): Promise<string[]> {
  const { fields } = await client.query(`SELECT * FROM (${part.select}) t LIMIT 0`)
  return fields.map((field) => field.name)
}

export const readPart = (client: pg.Client, part: BackupPart): AsyncIterable<Buffer> =>
  copyOn(client, `COPY (${part.select}) TO STDOUT`)

export async function findDataSetOn(client: pg.Client): Promise<{ dataSet: string; synthetic: boolean } | null> {
  const { rows } = await client.query<{ dataSet: string; synthetic: boolean }>(
    'SELECT data_set AS "dataSet", synthetic FROM data_imports ORDER BY id DESC LIMIT 1',
  )
  return rows[0] ?? null
}

export interface RestoredPart {
  /** Rows in the backup. */
  read: number
  /** Rows that were new here, or newer than what was here. */
  written: number
}

/** @throws AppError('bad_data') when the rows are not those of this part. */
export async function restorePart(
  client: pg.Client,
  part: BackupPart,
  columns: readonly string[],
  rows: AsyncIterable<Buffer>,
): Promise<RestoredPart> {
  await client.query(`CREATE TEMP TABLE staging ON COMMIT DROP AS ${part.select} LIMIT 0`)
  const known = new Set(await columnsOfPart(client, part))
  const unknown = columns.filter((column) => !known.has(column))
  if (unknown.length)
    throw new AppError(
      'bad_data',
      `The backup has ${part.name} with ${unknown.join(', ')}, which this Marquee does not know. It was made by a newer one: update first.`,
    )
  const quoted = columns.map((column) => `"${column}"`)
  try {
    await pipeline(rows, client.query(copyFrom(`COPY staging (${quoted.join(', ')}) FROM STDIN`)))
  } catch (cause) {
    if (isAppError(cause)) throw cause
    throw new AppError(
      'bad_data',
      `The ${part.name} of the backup cannot be read: ${messageOf(cause)}. Nothing was restored.`,
      { cause },
    )
  }
  await client.query('ANALYZE staging')
  const read = (await client.query<{ n: string }>('SELECT count(*) AS n FROM staging')).rows[0].n
  let written = 0
  const insert = async () => {
    written = (await client.query(part.restore(quoted))).rowCount ?? 0
  }
  if (part.name === 'crowd_ratings')
    await withoutKeys(client, 'ratings', { keepForeign: false, work: insert, onDuplicates: refuseDuplicates })
  else await insert()
  await client.query('DROP TABLE staging')
  return { read: Number(read), written }
}

/** A backup is written from rows with keys, so two of one key mean that somebody changed it. */
async function refuseDuplicates(): Promise<void> {
  throw new AppError(
    'bad_data',
    'The crowd_ratings of the backup hold two ratings of one film by one user. Nothing was restored.',
  )
}
