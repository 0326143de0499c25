// Persons who use the installation of the bench: each with the cookie of a browser and the ratings of one of the crowd.
import { randomUUID } from 'node:crypto'
import { guestCookieValue } from '@/lib/auth/guest'
import { loadSecret } from '@/lib/config/secret'
import type { Installation } from './installation'

/** A third of the ratings is left out, so that nobody is the very person of the crowd. */
export async function createPeople({ db, config }: Installation, n: number): Promise<string[]> {
  const keys = Array.from({ length: n }, () => randomUUID())
  await db.pool.query(`INSERT INTO profiles (kind, person_key) SELECT 'person', key FROM unnest($1::uuid[]) AS key`, [
    keys,
  ])
  await db.pool.query(
    `WITH persons AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM profiles WHERE person_key = ANY ($1::uuid[])),
          crowd AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM profiles WHERE kind = 'crowd')
     INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at)
     SELECT p.id, r.movie_id, r.half_stars, now()
     FROM persons p JOIN crowd c ON c.n = 1 + p.n % (SELECT count(*) FROM crowd) JOIN ratings r ON r.profile_id = c.id
     WHERE r.movie_id % 3 > 0`,
    [keys],
  )
  const secret = loadSecret(config)
  return keys.map((key) => `marquee_guest=${guestCookieValue(key, secret)}`)
}

export async function removePeople({ db }: Installation): Promise<void> {
  await db.pool.query(`DELETE FROM profiles WHERE kind = 'person'`)
}
