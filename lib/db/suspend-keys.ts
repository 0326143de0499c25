// Filling an empty table is several times faster without its keys, indexes and triggers: they are made again, from their own definitions, after it.
import pg from 'pg'

interface Definition {
  name: string
  kind: string
  definition: string
}

export interface Filling {
  /** Foreign keys stay as they are; `work` sees to it that they hold. */
  keepForeign: boolean
  work(): Promise<void>
  /** Called when the primary key finds two rows of one key; must leave one of each. */
  onDuplicates(): Promise<void>
}

const UNIQUE_VIOLATION = '23505'

/** Inside a transaction: if `work` or a key fails, everything comes back with the rollback. */
export async function withoutKeys(
  client: pg.Client,
  table: string,
  { keepForeign, work, onDuplicates }: Filling,
): Promise<{ rewritten: boolean }> {
  const quoted = pg.escapeIdentifier(table)
  // Primary keys before foreign ones when they come back.
  const constraints = await client.query<Definition>(
    `SELECT conname AS name, contype AS kind, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype = ANY ($2) ORDER BY contype DESC, conname`,
    [quoted, keepForeign ? ['p', 'u'] : ['p', 'u', 'f']],
  )
  const indexes = await client.query<Definition>(
    `SELECT c.relname AS name, 'i' AS kind, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
     ORDER BY c.relname`,
    [quoted],
  )
  for (const { name } of constraints.rows)
    await client.query(`ALTER TABLE ${quoted} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`)
  // What triggers follow is the ratings of persons, of whom an empty table has none.
  const triggers = await client.query<Definition>(
    `SELECT tgname AS name, 't' AS kind, pg_get_triggerdef(oid) AS definition FROM pg_trigger
     WHERE tgrelid = $1::regclass AND NOT tgisinternal ORDER BY tgname`,
    [quoted],
  )
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${pg.escapeIdentifier(name)}`)
  for (const { name } of triggers.rows) await client.query(`DROP TRIGGER ${pg.escapeIdentifier(name)} ON ${quoted}`)
  await work()
  let rewritten = false
  for (const { name, kind, definition } of constraints.rows) {
    const add = `ALTER TABLE ${quoted} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`
    if (kind !== 'f' && !(await addUnique(client, add))) {
      await onDuplicates()
      rewritten = true
      await client.query(add)
    } else if (kind === 'f') await client.query(add)
  }
  for (const { definition } of [...indexes.rows, ...triggers.rows]) await client.query(definition)
  return { rewritten }
}

/** False where rows share a key: the only way to know that they do not is to make the key. */
async function addUnique(client: pg.Client, add: string): Promise<boolean> {
  await client.query('SAVEPOINT adding_key')
  try {
    await client.query(add)
    await client.query('RELEASE SAVEPOINT adding_key')
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error
    await client.query('ROLLBACK TO SAVEPOINT adding_key')
    return false
  }
}
