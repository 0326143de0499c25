// Puts a backup back: into an empty database all of it, into its own data set the people.
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { findDataSetOn, listBackupParts, restorePart, type RestoredPart } from '@/lib/db/backup'
import { inImportTransaction } from '@/lib/db/import-transaction'
import { settle } from '@/lib/db/reset'
import { AppError } from '@/lib/errors/app-error'
import { BACKUP_VERSION, BackupReader, cutShort, headerSchema, partSchema, type BackupHeader } from './backup-format'

export interface RestoreResult {
  dataSet: string | null
  createdAt: string
  /** Whether the data set came from the backup, too. */
  withDataSet: boolean
  parts: Record<string, RestoredPart>
}

/**
 * Puts a backup back in one transaction: into an empty database all of it, into one that holds the same data set its people.
 * @throws AppError('conflict') when the database holds another data set, 'bad_data' for a damaged file.
 */
export async function restore(url: string, file: string, report?: (part: string) => void): Promise<RestoreResult> {
  const reader = new BackupReader(unpacked(file))
  const header = await readHeader(reader, file)
  return inImportTransaction({ connectionString: url }, async (client) => {
    const present = await findDataSetOn(client)
    requireFit(header, present?.dataSet ?? null)
    const known = new Map((await listBackupParts(client)).map((part) => [part.name, part]))
    const parts: RestoreResult['parts'] = {}
    const fresh = present === null
    for (;;) {
      const next = await reader.readJson(partSchema)
      if ('end' in next) break
      const part = known.get(next.part)
      if (!part) throw cutShort()
      report?.(part.name)
      if (part.ofDataSet && !fresh) await discard(reader.rows())
      else parts[part.name] = await restorePart(client, part, next.columns, reader.rows())
    }
    if (fresh) await settle(client)
    return { dataSet: header.dataSet, createdAt: header.createdAt, withDataSet: fresh && header.withDataSet, parts }
  })
}

/** What a backup says of itself. */
export async function readBackupHeader(file: string): Promise<BackupHeader> {
  const bytes = unpacked(file)
  try {
    return await readHeader(new BackupReader(bytes), file)
  } finally {
    await bytes.return(undefined)
  }
}

async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>
  } finally {
    source.destroy()
  }
}

async function readHeader(reader: BackupReader, file: string): Promise<BackupHeader> {
  const header = await reader.readJson(headerSchema).catch((error: unknown) => {
    const cause = error instanceof AppError ? error.cause : error
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new AppError('not_found', `There is no file at ${file}. Check the path.`, { cause })
    throw new AppError('bad_data', `${file} is not a backup of Marquee. Make one with marquee db backup.`, { cause })
  })
  if (header.version <= BACKUP_VERSION) return header
  throw new AppError('bad_data', `${file} was made by a newer Marquee. Update this one, then restore again.`)
}

function requireFit(header: BackupHeader, present: string | null): void {
  if (present !== null && present !== header.dataSet)
    throw new AppError(
      'conflict',
      `The backup is of "${header.dataSet}", and this database holds "${present}", whose ids mean other films. Restore it into an empty database or its own.`,
    )
  if (present === null && !header.withDataSet)
    throw new AppError(
      'conflict',
      `The backup is of the people only, and this database has no films yet. Import "${header.dataSet}" first.`,
    )
}

async function discard(rows: AsyncIterable<Buffer>): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]()
  while (!(await iterator.next()).done);
}
