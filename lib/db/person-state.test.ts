// What a person has rated comes with its time, and as of one version.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { openDb, type Db } from './client'
import { readPersonState } from './person-state'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
  await db.pool.query(`
    INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords)
      SELECT n, 'Film ' || n, '{}', 2000, '{}', '{}', '{}', '{}', '{}' FROM generate_series(1, 3) n;
    INSERT INTO profiles (id, kind, person_key) VALUES (7, 'person', gen_random_uuid()), (8, 'person', gen_random_uuid());
    INSERT INTO ratings VALUES
      (7, 3, 9, '2001-09-09T01:46:40Z'), (7, 1, 2, '2033-05-18T03:33:20Z'), (8, 2, 10, '1970-01-01T00:00:05Z')`)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

describe('readPersonState', () => {
  it('gives every rating with the second in which it was given, by film', async () => {
    expect((await readPersonState(db, 7))?.ratings).toEqual([
      { movieId: 1, halfStars: 2, ratedAt: 2_000_000_000 },
      { movieId: 3, halfStars: 9, ratedAt: 1_000_000_000 },
    ])
  })

  it('answers several who ask at once each with their own, and nothing for somebody who is gone', async () => {
    const [one, other, nobody] = await Promise.all([7, 8, 9].map((id) => readPersonState(db, id)))
    expect([one?.ratings.length, other?.ratings]).toEqual([2, [{ movieId: 2, halfStars: 10, ratedAt: 5 }]])
    expect(nobody).toBeNull()
  })
})
