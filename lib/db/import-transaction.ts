// One import is one transaction: whatever ends it early leaves the database as it was.
import type pg from 'pg'
import { AppError, isAppError } from '@/lib/errors/app-error'
import { connectOrExplain } from './connect'

/** Two imports at once wait for each other, and an enrichment for both. */
export const IMPORT_LOCK = 72_707_371

export interface ImportTransaction {
  connectionString: string
  /** Cancels the statement under way, and with it the transaction. */
  signal?: AbortSignal
  /** Rolls everything back in the end. */
  dryRun?: boolean
}

export async function inImportTransaction<T>(
  { connectionString, signal, dryRun = false }: ImportTransaction,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectOrExplain(connectionString)
  // A connection that breaks also fails the statement under way, which is where it is handled.
  client.on('error', () => undefined)
  let pid = 0
  let ended = false
  let cancelling = Promise.resolve()
  const cancel = () => {
    cancelling = cancelStatements(connectionString, pid, () => ended)
  }
  try {
    pid = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0].pid
    signal?.addEventListener('abort', cancel, { once: true })
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK])
    await client.query(`SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'`)
    const result = await work(client)
    ended = true
    if (signal?.aborted) throw stopped()
    await client.query(dryRun ? 'ROLLBACK' : 'COMMIT')
    return result
  } catch (error) {
    ended = true
    await client.query('ROLLBACK').catch(() => undefined)
    throw signal?.aborted ? stopped(error) : explainFailure(error)
  } finally {
    signal?.removeEventListener('abort', cancel)
    await cancelling
    await client.end().catch(() => undefined)
  }
}

const stopped = (cause?: unknown) =>
  new AppError('unavailable', 'The import was stopped; nothing was imported.', { cause })

const CANCEL_AGAIN_MS = 200

/** Storing millions of rows is one statement, which only another connection can end; again and again, as it may meet the pause between two. */
async function cancelStatements(connectionString: string, pid: number, hasEnded: () => boolean): Promise<void> {
  const other = await connectOrExplain(connectionString).catch(() => null)
  // Without a connection the transaction ends with the process.
  other?.on('error', () => undefined)
  while (other !== null && !hasEnded()) {
    const asked = await other.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => null)
    if (asked === null) break
    await new Promise((resolve) => setTimeout(resolve, CANCEL_AGAIN_MS))
  }
  await other?.end().catch(() => undefined)
}

function explainFailure(error: unknown): unknown {
  if (isAppError(error)) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '53100' || code === 'ENOSPC')
    return new AppError(
      'unavailable',
      'The disk of the database is full; nothing was imported. Free some space and import again.',
      { cause: error },
    )
  if (code === '57P01' || code === 'ECONNRESET')
    return new AppError(
      'unavailable',
      'The database went away during the import; nothing was imported. Import again.',
      { cause: error },
    )
  return error
}
