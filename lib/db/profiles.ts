// Profiles: the crowd by userId, persons by the key in their cookie.
import { Batch } from './batch'
import type { Db } from './client'

export interface PersonRow {
  id: number
  key: string
  /** Rises with every change of what they rated and judged; what was worked out for a version holds as long as it does. */
  version: number
}

const asking = new WeakMap<Db, Batch<string, PersonRow>>()

/** Whoever asks in the same turn of the event loop is answered by one query. The version is of now, never remembered. */
export async function findPersonByKey(db: Db, key: string): Promise<PersonRow | null> {
  let batch = asking.get(db)
  if (!batch) asking.set(db, (batch = new Batch((keys) => findPersons(db, keys))))
  return batch.load(key)
}

async function findPersons(db: Db, keys: readonly string[]): Promise<Map<string, PersonRow>> {
  const { rows } = await db.pool.query<PersonRow>({
    name: 'find-persons',
    text: 'SELECT id, person_key AS key, version FROM profiles WHERE person_key = ANY ($1::uuid[])',
    values: [keys],
  })
  return new Map(rows.map((row) => [row.key, row]))
}

/** Idempotent: two first writes at once make one person. */
export async function createPerson(db: Db, key: string): Promise<PersonRow> {
  const { rows } = await db.pool.query<{ id: number; version: number }>(
    `INSERT INTO profiles (kind, person_key) VALUES ('person', $1)
     ON CONFLICT (person_key) DO UPDATE SET person_key = excluded.person_key RETURNING id, version`,
    [key],
  )
  return { ...rows[0], key }
}

export async function findCrowdProfileId(db: Db, userId: number): Promise<number | null> {
  const row = await db.prisma.profile.findUnique({ where: { userId }, select: { id: true } })
  return row?.id ?? null
}
