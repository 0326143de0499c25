// Filling an empty table is several times faster without its keys and indexes: they are made again, from their own definitions, after it.
import pg from 'pg'

interface Definition {
  name: string
  definition: string
}

/** Inside a transaction: if `work` or a key fails, everything comes back with the rollback. */
export async function withoutKeys<T>(client: pg.Client, table: string, work: () => Promise<T>): Promise<T> {
  const quoted = pg.escapeIdentifier(table)
  // Primary keys before foreign ones when they come back.
  const constraints = await client.query<Definition>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype IN ('p', 'u', 'f') ORDER BY contype DESC, conname`,
    [quoted],
  )
  const indexes = await client.query<Definition>(
    `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
     ORDER BY c.relname`,
    [quoted],
  )
  for (const { name } of constraints.rows)
    await client.query(`ALTER TABLE ${quoted} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`)
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${pg.escapeIdentifier(name)}`)
  const result = await work()
  for (const { name, definition } of constraints.rows)
    await client.query(`ALTER TABLE ${quoted} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`)
  for (const { definition } of indexes.rows) await client.query(definition)
  return result
}
