// Profiles: the crowd by userId, persons by the key in their cookie.
import type { Db } from './client'

export interface PersonRow {
  id: number
  key: string
}

export async function findPersonByKey(db: Db, key: string): Promise<PersonRow | null> {
  const row = await db.prisma.profile.findUnique({ where: { personKey: key }, select: { id: true } })
  return row && { id: row.id, key }
}

/** Idempotent: two first writes at once make one person. */
export async function createPerson(db: Db, key: string): Promise<PersonRow> {
  const { rows } = await db.pool.query<{ id: number }>(
    `INSERT INTO profiles (kind, person_key) VALUES ('person', $1)
     ON CONFLICT (person_key) DO UPDATE SET person_key = excluded.person_key RETURNING id`,
    [key],
  )
  return { id: rows[0].id, key }
}

export async function findCrowdProfileId(db: Db, userId: number): Promise<number | null> {
  const row = await db.prisma.profile.findUnique({ where: { userId }, select: { id: true } })
  return row?.id ?? null
}
