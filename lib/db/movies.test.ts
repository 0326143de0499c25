import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { openDb, type Db } from './client'
import { countMatches, findMovieFacts, findMovies, refreshMovieStats, type MovieFilter } from './movies'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
  await db.pool.query(`
    INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords) VALUES
      (1, 'Amélie', ARRAY['Le Fabuleux Destin d''Amélie Poulain'], 2001, ARRAY['Comedy','Romance'], '{}', '{}', '{}', '{}'),
      (2, 'Heat', '{}', 1995, ARRAY['Crime'], '{}', '{}', '{}', '{}'),
      (3, 'Heathers', '{}', 1989, ARRAY['Comedy'], '{}', '{}', '{}', '{}'),
      (4, 'In the Heat of the Night', '{}', 1967, ARRAY['Crime'], '{}', '{}', '{}', '{}'),
      (5, 'Москва слезам не верит', '{}', 1980, ARRAY['Drama'], '{}', '{}', '{}', '{}'),
      (6, 'WALL·E', '{}', 2008, ARRAY['Animation'], '{}', '{}', '{}', '{}');
    INSERT INTO profiles (kind, user_id) SELECT 'crowd', n FROM generate_series(1, 4) n;
    INSERT INTO profiles (kind, person_key) VALUES ('person', gen_random_uuid());
    INSERT INTO ratings SELECT id, 3, 8, now() FROM profiles;
    INSERT INTO ratings SELECT id, 2, 10, now() FROM profiles WHERE user_id <= 2;
    INSERT INTO tags SELECT id, 2, 'Heist', now() FROM profiles WHERE user_id IN (1, 2);`)
  await refreshMovieStats(db)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const titles = async (filter: MovieFilter) => (await findMovies(db, filter, 0, 10)).map((movie) => movie.title)

describe('searching movies', () => {
  it('finds a title without its accents', async () => {
    expect(await titles({ q: 'amelie' })).toEqual(['Amélie'])
  })

  it('forgives a typo', async () => {
    expect(await titles({ q: 'ameile' })).toContain('Amélie')
    expect(await titles({ q: 'heathres' })).toContain('Heathers')
  })

  it('finds an alternative title', async () => {
    expect(await titles({ q: 'fabuleux destin' })).toEqual(['Amélie'])
  })

  it('puts the whole title before its beginning, and that before a word inside', async () => {
    expect(await titles({ q: 'heat' })).toEqual(['Heat', 'Heathers', 'In the Heat of the Night'])
  })

  it('finds titles in other scripts and with signs inside', async () => {
    expect(await titles({ q: 'москва' })).toEqual(['Москва слезам не верит'])
    expect(await titles({ q: 'wall e' })).toContain('WALL·E')
  })

  it('takes signs with a meaning in SQL for what they are', async () => {
    expect(await titles({ q: `%'; DROP TABLE movies; --` })).toEqual([])
    expect(await titles({ q: '%' })).toEqual([])
  })

  it('filters by genre, decade and number of ratings, and counts what matches', async () => {
    expect(await titles({ genre: 'Crime' })).toEqual(['Heat', 'In the Heat of the Night'])
    expect(await titles({ decade: 1980 })).toEqual(['Heathers', 'Москва слезам не верит'])
    expect(await titles({ minRatings: 3 })).toEqual(['Heathers'])
    expect(await countMatches(db, { q: 'heat', genre: 'Crime' })).toBe(2)
  })
})

describe('the facts of a movie', () => {
  it("holds the crowd's histogram and leaves persons out", async () => {
    const heathers = await findMovieFacts(db, 3)
    expect(heathers).toMatchObject({ count: 4, mean: 4, histogram: [0, 0, 0, 0, 0, 0, 0, 4, 0, 0] })
  })

  it('pulls the Bayesian mean of few ratings towards the overall mean', async () => {
    const heat = await findMovieFacts(db, 2)
    const overall = (4 * 4 + 2 * 5) / 6
    expect(heat?.bayesianMean).toBeCloseTo((2 * 5 + 20 * overall) / 22, 5)
  })

  it('has counts and means also for a movie that nobody rated', async () => {
    expect(await findMovieFacts(db, 1)).toMatchObject({ count: 0, mean: null })
  })

  it('lists tags once, in lower case', async () => {
    expect((await findMovieFacts(db, 2))?.tags).toEqual(['heist'])
  })

  it('is null for an unknown id', async () => {
    expect(await findMovieFacts(db, 999)).toBeNull()
  })
})

describe('the database itself', () => {
  it.each([
    ['a rating above ten half-stars', 'INSERT INTO ratings VALUES (1, 1, 11, now())'],
    ['a rating of an unknown movie', 'INSERT INTO ratings VALUES (1, 999, 5, now())'],
    ['a crowd profile without a user id', `INSERT INTO profiles (kind) VALUES ('crowd')`],
    ['a movie without a title', `UPDATE movies SET title = '' WHERE id = 1`],
  ])('refuses %s', async (_, sql) => {
    await expect(db.pool.query(sql)).rejects.toThrow(/violates/)
  })
})
