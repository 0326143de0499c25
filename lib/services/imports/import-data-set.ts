// Imports one data set into the database: all of it or nothing, and nothing twice.
import type { DataSet } from '@/lib/datasets/data-set'
import { requireName } from '@/lib/datasets/movielens/open-movielens'
import type { BatchRecord } from '@/lib/db/import-record'
import { listBatchRecords, recordBatch, reserveBatch } from '@/lib/db/import-record'
import { hasRows } from '@/lib/db/import-merge'
import { inImportTransaction } from '@/lib/db/import-transaction'
import { AppError } from '@/lib/errors/app-error'
import type { ImportDataSetResult } from './import-counts'
import { noImportCounts } from './import-counts'
import type { ImportProgress } from './import-progress'
import { ImportRun } from './import-run'

export type { ImportDataSetResult, PartCounts } from './import-counts'
export type { ImportProgress } from './import-progress'

export interface ImportDataSetOptions {
  connectionString: string
  source: DataSet
  onProgress?: (progress: ImportProgress) => void
  /** Reads and compares every row although this very file was imported before. */
  force?: boolean
  /** Ends the import; nothing is kept. */
  signal?: AbortSignal
  /** Says what would change, and changes nothing. */
  dryRun?: boolean
  /** What a person calls this batch. */
  batch?: string
  /** The data set that these rows belong to, where the source's own name is another. */
  as?: string
}

const MAX_LABEL = 200

/**
 * @throws AppError('conflict') when the database holds another data set or other films under the same ids,
 * AppError('bad_data') when no film can be read, AppError('invalid') for a name or label that cannot be one.
 */
export async function importDataSet(options: ImportDataSetOptions): Promise<ImportDataSetResult> {
  const startedAt = performance.now()
  const { source, dryRun = false } = options
  const asked = options.as === undefined ? undefined : requireName(options.as)
  const label = requireLabel(options.batch)
  return inImportTransaction(options, async (client) => {
    const past = (await listBatchRecords(client)).filter(({ undoes, undoneAt }) => undoes === null && undoneAt === null)
    const dataSet = asked ?? (source.hasMovies ? source.name : (past[0]?.dataSet ?? source.name))
    const known = past.some(({ fileHash }) => fileHash === source.fileHash)
    const about = { dataSet, dryRun, label, extras: source.extras }
    // A database that was filled before Marquee read genomes gets its genome when the file is imported again.
    const lacksGenome = source.sizes.genome > 0 && !(await hasRows(client, 'genome_tags'))
    if (known && !lacksGenome && !options.force)
      return { ...noImportCounts(), ...about, dataSet: past[0].dataSet, alreadyImported: true, batch: null }
    if (!known) requireSameDataSet(past, dataSet)
    const batch = dryRun ? null : await reserveBatch(client)
    const { counts, filled } = await new ImportRun(client, options, batch).run()
    counts.seconds = (performance.now() - startedAt) / 1000
    const recorded = batch !== null && (counts.changedRows > 0 || !known) ? batch : null
    const result = { ...counts, ...about, alreadyImported: false, batch: recorded }
    const { layout, synthetic, fileHash } = source
    if (recorded !== null)
      await recordBatch(client, {
        ...{ id: recorded, dataSet, layout, synthetic, fileHash, label, filled, undoes: null },
        changedRows: counts.changedRows,
        report: result,
      })
    return result
  })
}

function requireLabel(given: string | undefined): string | null {
  const label = given?.trim() ?? ''
  if (label.length <= MAX_LABEL && !/\p{Cc}/u.test(label)) return label === '' ? null : label
  throw new AppError('invalid', `The label of a batch is one line of at most ${MAX_LABEL} characters. Shorten it.`)
}

/** Every edition of MovieLens numbers its users anew, so rows of two of them never belong together. */
function requireSameDataSet(past: BatchRecord[], wanted: string): void {
  const other = past.find(({ dataSet }) => dataSet !== wanted)
  if (other === undefined) return
  throw new AppError(
    'conflict',
    `This database already holds the data set "${other.dataSet}", and the ids of "${wanted}" mean other people and films. Import it into an empty database: give another one by DATABASE_URL. If it continues "${other.dataSet}", import it as ${other.dataSet}.`,
  )
}
