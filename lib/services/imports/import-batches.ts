// The batches of imports: listed, and undone from the newest backwards.
import { createHash } from 'node:crypto'
import { connectOrExplain } from '@/lib/db/connect'
import type { BatchRecord } from '@/lib/db/import-record'
import { listBatchRecords, markUndone, recordBatch, refreshStatistics, reserveBatch } from '@/lib/db/import-record'
import { inImportTransaction } from '@/lib/db/import-transaction'
import type { UndoResult } from '@/lib/db/import-undo'
import { undoRows } from '@/lib/db/import-undo'
import { AppError } from '@/lib/errors/app-error'
import { sumParts } from './import-counts'

export interface Batch {
  id: number
  /** "undo" for the undoing of another batch. */
  kind: 'import' | 'undo'
  dataSet: string
  layout: string
  synthetic: boolean
  label: string | null
  /** sha256, hex. */
  fileHash: string
  importedAt: string
  changedRows: number
  /** Counts of rows read, new, changed, unchanged, bad by file and reason, and the seconds it took. */
  report: unknown
  undoes: number | null
  undoneAt: string | null
}

export interface UndoBatchResult extends UndoResult {
  /** The number under which the undoing itself is recorded. */
  batch: number
  undoes: number
  changedRows: number
  seconds: number
}

/** Newest first. */
export async function listBatches(connectionString: string): Promise<Batch[]> {
  const client = await connectOrExplain(connectionString)
  try {
    const records = await listBatchRecords(client)
    return records.map(({ importedAt, undoneAt, undoes, filled: _filled, undoable: _undoable, ...rest }) => ({
      ...rest,
      kind: undoes === null ? 'import' : 'undo',
      undoes,
      importedAt: importedAt.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
    }))
  } finally {
    await client.end()
  }
}

/**
 * Brings back what was there before the batch. Persons' ratings stay, and so do the films and profiles that they use.
 * @throws AppError('not_found' | 'conflict') when there is no such batch, it is undone already, or a later one stands on it.
 */
export async function undoBatch(
  connectionString: string,
  id: number,
  { signal }: { signal?: AbortSignal } = {},
): Promise<UndoBatchResult> {
  const startedAt = performance.now()
  return inImportTransaction({ connectionString, signal }, async (client) => {
    const batch = requireUndoable(await listBatchRecords(client), id)
    const rows = await undoRows(client, id, batch.filled)
    const { removed, restored } = rows
    const changedRows = sumParts(removed) + sumParts({ ...restored, profiles: 0 })
    await refreshStatistics(client)
    await markUndone(client, id)
    const batchOfUndo = await reserveBatch(client)
    const seconds = (performance.now() - startedAt) / 1000
    const result: UndoBatchResult = { ...rows, batch: batchOfUndo, undoes: id, changedRows, seconds }
    await recordBatch(client, {
      id: batchOfUndo,
      dataSet: batch.dataSet,
      layout: batch.layout,
      synthetic: batch.synthetic,
      fileHash: createHash('sha256').update(`undo ${id} ${batch.fileHash}`).digest('hex'),
      label: batch.label,
      filled: [],
      undoes: id,
      changedRows,
      report: result,
    })
    return result
  })
}

function requireUndoable(records: BatchRecord[], id: number): BatchRecord {
  const batch = records.find((record) => record.id === id)
  if (batch === undefined) {
    const known = records.filter(({ undoes }) => undoes === null).map((record) => record.id)
    const choice = known.length === 0 ? 'Nothing was imported yet.' : `There are ${known.slice(0, 10).join(', ')}.`
    throw new AppError('not_found', `There is no batch ${id}. ${choice}`)
  }
  if (batch.undoes !== null)
    throw new AppError(
      'conflict',
      `Batch ${id} is the undoing of batch ${batch.undoes}. To take it back, import again.`,
    )
  if (batch.undoneAt !== null)
    throw new AppError('conflict', `Batch ${id} was undone already. To have it, import again.`)
  const later = records.find((record) => record.id > id && record.undoes === null && record.undoneAt === null)
  if (later !== undefined)
    throw new AppError(
      'conflict',
      `Batch ${later.id}${later.label === null ? '' : ` (${later.label})`} came after batch ${id} and may stand on it. Undo batch ${later.id} first.`,
    )
  if (!batch.undoable)
    throw new AppError(
      'conflict',
      `Batch ${id} was imported before Marquee kept what batches replace, so it cannot be undone. Start with a new database instead.`,
    )
  return batch
}
