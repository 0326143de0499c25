// The snapshot: the crowd's ratings, without those of persons, and with their times where these are asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { openDb, type Db } from './client'
import { readTrainingSnapshot } from './training-data'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
  await db.pool.query(`
    INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords)
      SELECT n, 'Film ' || n, '{}', 2000, '{}', '{}', '{}', '{}', '{}' FROM generate_series(1, 2000) n;
    INSERT INTO profiles (id, kind, user_id) VALUES (7, 'crowd', 70), (8, 'crowd', 80);
    INSERT INTO profiles (id, kind, person_key) VALUES (9, 'person', gen_random_uuid());
    INSERT INTO ratings SELECT 7, n, 1 + n % 10, to_timestamp(1000000000 + n * 1000) FROM generate_series(1, 2000) n;
    INSERT INTO ratings VALUES (9, 1, 2, '2020-01-01T00:00:00Z'), (8, 2, 10, '1970-01-01T00:00:05Z'), (8, 3, 1, '1995-12-31T23:59:59Z')`)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

describe('readTrainingSnapshot', () => {
  it('reads the second of every rating where it is told to, before and after the year 2000', async () => {
    const { ratings } = await readTrainingSnapshot(db, true)
    const { userId, movieId, halfStars, ratedAt } = ratings
    expect([userId, movieId, halfStars, ratedAt].map((column) => column?.length)).toEqual([2002, 2002, 2002, 2002])
    for (let n = 0; n < 2000; n++) {
      expect([userId[n], movieId[n], halfStars[n]]).toEqual([70, n + 1, 1 + ((n + 1) % 10)])
      expect(ratedAt?.[n]).toBe(1_000_000_000 + (n + 1) * 1000)
    }
    expect([...(ratedAt ?? [])].slice(2000)).toEqual([5, Date.UTC(1995, 11, 31, 23, 59, 59) / 1000])
  })

  it('reads the same ratings without times where nothing is said', async () => {
    const [{ ratings: timed }, { ratings }] = [await readTrainingSnapshot(db, true), await readTrainingSnapshot(db)]
    expect(ratings).toEqual({ ...timed, ratedAt: undefined })
  })
})
