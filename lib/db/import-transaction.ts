// One import is one transaction: whatever ends it early leaves the database as it was.
import type pg from 'pg'
import { AppError, isAppError } from '@/lib/errors/app-error'
import { connectOrExplain } from './connect'

/** Two imports at once wait for each other. */
const IMPORT_LOCK = 72_707_371

export async function inImportTransaction<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectOrExplain(connectionString)
  // A connection that breaks also fails the statement under way, which is where it is handled.
  client.on('error', () => undefined)
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK])
    await client.query(`SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'`)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw explainFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
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
