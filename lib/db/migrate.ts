// Applies prisma/migrations as `prisma migrate deploy` does (same table, checksums and lock), without Prisma's engine.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { AppError, messageOf } from '@/lib/errors/app-error'
import { connectOrExplain } from './connect'

/** The key that `prisma migrate` itself locks on. */
const LOCK = 72707369

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

interface AppliedMigration {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** Brings the database up to date and returns the names of what it applied. */
export async function migrate(connectionString: string, folder = 'prisma/migrations'): Promise<string[]> {
  const client = await connectOrExplain(connectionString)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(TABLE)
    const { rows } = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    const known = new Map(rows.map((row) => [row.migration_name, row]))
    const applied: string[] = []
    for (const name of await migrationNames(folder)) {
      if (await applyOnce(client, folder, name, known.get(name))) applied.push(name)
    }
    return applied
  } catch (error) {
    throw isRefusal(error) ? new AppError('unavailable', explainRefusal(error), { cause: error }) : error
  } finally {
    await client.end()
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE

const explainRefusal = (error: Error) =>
  `The user of DATABASE_URL may not prepare this database (${error.message}). As its owner or a superuser: GRANT CREATE on the database and on its schema public to that user, then start again.`

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function applyOnce(client: pg.Client, folder: string, name: string, known?: AppliedMigration): Promise<boolean> {
  const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
  const checksum = createHash('sha256').update(sql).digest('hex')
  if (known?.finished_at) {
    if (known.checksum !== checksum)
      throw new AppError(
        'conflict',
        `Migration ${name} was changed after this database applied it. Restore the file, or start with a new database.`,
      )
    return false
  }
  // Each migration is one transaction, so an interrupted one has left nothing but this row.
  await client.query('DELETE FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NULL', [name])
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ])
  try {
    await client.query(`BEGIN;\n${sql}\nCOMMIT;`)
  } catch (cause) {
    await client.query('ROLLBACK')
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, messageOf(cause)])
    if (isRefusal(cause)) throw cause
    throw new AppError('unavailable', `Migration ${name} failed: ${messageOf(cause)}.`, { cause })
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id])
  return true
}
