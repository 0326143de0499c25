// What is found in memory is what the database finds, in its order: real titles, cut and misspelt as people do.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFilms } from '@/lib/datasets/demo/read-films'
import { openDb, type Db } from '@/lib/db/client'
import {
  countMatches,
  findMovies,
  foldText,
  type MovieFilter,
  readSearchRows,
  refreshMovieStats,
} from '@/lib/db/movies'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { MovieSearch } from './movie-search'

let database: TestDatabase
let db: Db
let search: MovieSearch
let titles: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
  const { films } = await readFilms('prisma/demo/films')
  titles = [
    ...films.map(({ title }) => title),
    'Amélie',
    'Straße nach Łódź',
    'Москва слезам не верит',
    'WALL·E',
    'Æon Flux',
    'a',
    'S 1',
  ]
  await db.pool.query(
    `INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords)
     SELECT n, t, CASE WHEN n % 9 = 0 THEN ARRAY['The Other ' || t] ELSE '{}' END, 1930 + n % 90,
            CASE WHEN n % 3 = 0 THEN ARRAY['Drama'] ELSE ARRAY['Comedy'] END, '{}', '{}', '{}', '{}'
     FROM unnest($1::text[]) WITH ORDINALITY AS all_titles(t, n)`,
    [titles],
  )
  await db.pool.query(`INSERT INTO profiles (kind, user_id) SELECT 'crowd', n FROM generate_series(1, 5) n`)
  await db.pool.query(
    'INSERT INTO ratings SELECT p.id, m.id, 7, now() FROM profiles p JOIN movies m ON (m.id * 7) % (p.id + 2) = 0',
  )
  await refreshMovieStats(db)
  search = new MovieSearch(await readSearchRows(db))
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const LIMIT = 1_000

async function expectTheSame(filter: MovieFilter): Promise<void> {
  const [wanted, total] = await Promise.all([findMovies(db, filter, 0, LIMIT), countMatches(db, filter)])
  const found = search.find({ ...filter, q: filter.q && (await foldText(db, filter.q)) })
  const rows = Array.from(found.subarray(0, LIMIT), (index) => search.row(index))
  expect(rows.map(({ id, title }) => ({ id, title }))).toEqual(wanted.map(({ id, title }) => ({ id, title })))
  expect(rows.map(({ count, mean, genres, year }) => ({ count, mean, genres, year }))).toEqual(
    wanted.map(({ count, mean, genres, year }) => ({ count, mean, genres, year })),
  )
  expect(found.length).toBe(total)
}

/** A title as somebody types it: a piece of it, a letter wrong, doubled or left out, words in another order. */
const typed = fc
  .record({ title: fc.nat(), from: fc.nat(), length: fc.integer({ min: 1, max: 14 }), at: fc.nat(), fault: fc.nat(5) })
  .map(({ title, from, length, at, fault }) => {
    const whole = titles[title % titles.length]
    const start = fault === 0 ? 0 : from % whole.length
    const piece = whole.slice(start, start + length)
    const i = at % piece.length
    if (fault === 1) return piece.slice(0, i) + piece.slice(i + 1)
    if (fault === 2) return `${piece.slice(0, i)}x${piece.slice(i + 1)}`
    if (fault === 3) return piece.slice(0, i) + piece[i] + piece.slice(i)
    if (fault === 4) return whole.split(' ').reverse().join(', ')
    return piece
  })
  .filter((q) => q !== '')

describe('searching in memory', () => {
  it('finds what the database finds, in the same order, for whatever somebody types', async () => {
    await fc.assert(
      fc.asyncProperty(typed, (q) => expectTheSame({ q })),
      { numRuns: 400 },
    )
  }, 120_000)

  it('finds the same for any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), (q) =>
        // For pg_trgm a letter is what the machine's C library takes for one, which knows those of late versions of Unicode less well.
        expectTheSame({ q: q.replaceAll('\0', '?').replaceAll(/(?![\0-\uFFFF])\p{L}/gu, '?') }),
      ),
      { numRuns: 150 },
    )
  }, 120_000)

  it.each([
    'the matrix',
    'matrix, the',
    'godfather 2',
    'amelie',
    'AMÉLIE',
    'strasse lodz',
    'aeon',
    'москва',
    'wall e',
    '%',
    '_',
    '  ',
  ])('finds the same for "%s"', (q) => expectTheSame({ q }))

  it('filters as the database does, with a query and without one', async () => {
    const filters = [
      {},
      { genre: 'Drama' },
      { decade: 1950 },
      { minRatings: 2 },
      { genre: 'Comedy', decade: 1990, minRatings: 1 },
    ]
    for (const filter of filters) {
      await expectTheSame(filter)
      await expectTheSame({ ...filter, q: 'the' })
    }
  })
})
