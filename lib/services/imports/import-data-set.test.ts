import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDemoDataSet } from '@/lib/datasets/demo/open-demo'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import type { Contents } from '@/lib/datasets/testing'
import { SMALL_CSV } from '@/lib/datasets/testing'
import { setUpImports } from '@/test/imports'
import type { ImportProgress } from './import-data-set'
import { importDataSet } from './import-data-set'

const imports = setUpImports()
const { importContents, rowsOf } = imports

const readRatings = () =>
  rowsOf(
    `SELECT p.user_id, r.movie_id, r.half_stars, extract(epoch FROM r.rated_at)::int FROM ratings r
     JOIN profiles p ON p.id = r.profile_id WHERE p.kind = 'crowd' ORDER BY 1, 2`,
  )

const countEverything = () =>
  rowsOf(`SELECT (SELECT count(*)::int FROM movies), (SELECT count(*)::int FROM profiles), (SELECT count(*)::int FROM ratings),
    (SELECT count(*)::int FROM tags), (SELECT count(*)::int FROM data_imports)`)

const readKeys = () =>
  rowsOf(`SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'ratings'::regclass
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'ratings' ORDER BY 1, 2`)

const withRatings = (...lines: string[]): Contents => ({
  ...SMALL_CSV,
  'ratings.csv': `userId,movieId,rating,timestamp\n${lines.join('\n')}\n`,
})

describe('An import', () => {
  it('brings films, people, ratings, tags, links and statistics', async () => {
    const result = await importContents(SMALL_CSV)
    expect(result).toMatchObject({
      dataSet: 'ml-test',
      alreadyImported: false,
      read: { movies: 2, profiles: 2, ratings: 3, tags: 1 },
      new: { movies: 2, profiles: 2, ratings: 3, tags: 1 },
      changedRows: 8,
      badRows: 0,
    })
    expect(await readRatings()).toEqual([
      [1, 1, 8, 964982703],
      [1, 2, 9, 964981247],
      [2, 1, 1, 1445714835],
    ])
    expect(await rowsOf('SELECT id, title, year, genres, imdb_id, tmdb_id, keywords FROM movies ORDER BY id')).toEqual([
      [1, 'Toy Story', 1995, ['Animation', 'Children'], 'tt0114709', 862, []],
      [2, 'The Matrix', 1999, ['Action', 'Sci-Fi'], 'tt0133093', null, []],
    ])
    expect(await rowsOf('SELECT tag FROM tags')).toEqual([['fun, really']])
    expect(await rowsOf('SELECT movie_id, count, mean FROM movie_stats ORDER BY 1')).toEqual([
      [1, 2, 2.25],
      [2, 1, 4.5],
    ])
    expect(await rowsOf('SELECT data_set, layout, synthetic, changed_rows FROM data_imports')).toEqual([
      ['ml-test', 'movielens-csv', false, 8],
    ])
  })

  it('leaves the keys and indexes of the ratings as it found them', async () => {
    const before = await readKeys()
    await importContents(SMALL_CSV)
    expect(await readKeys()).toEqual(before)
    await expect(
      imports.client.query('INSERT INTO ratings SELECT profile_id, 99, half_stars, rated_at FROM ratings LIMIT 1'),
    ).rejects.toThrow(/foreign key/)
  })

  it('of the same file again does nothing and says so', async () => {
    await importContents(SMALL_CSV)
    const before = await countEverything()
    expect(await importContents(SMALL_CSV)).toMatchObject({ alreadyImported: true, changedRows: 0 })
    expect(await countEverything()).toEqual(before)
  })

  it('of the same file by force reads everything and writes nothing', async () => {
    await importContents(SMALL_CSV)
    const versions = () =>
      rowsOf(
        'SELECT xmin::text FROM ratings UNION ALL SELECT xmin::text FROM movies UNION ALL SELECT xmin::text FROM tags',
      )
    const [before, written] = [await countEverything(), await versions()]
    expect(await importContents(SMALL_CSV, { force: true })).toMatchObject({
      alreadyImported: false,
      unchanged: { movies: 2, profiles: 2, ratings: 3, tags: 1 },
      changedRows: 0,
    })
    expect([await countEverything(), await versions()]).toEqual([before, written])
  })

  it('of a later edition adds what is new, changes what is different, and keeps what others have added', async () => {
    await importContents(SMALL_CSV)
    await imports.client.query(`UPDATE movies SET overview = 'A toy.', keywords = '{toys}' WHERE id = 1`)
    await imports.client.query(`INSERT INTO profiles (kind, person_key) VALUES ('person', gen_random_uuid())`)
    await imports.client.query(`INSERT INTO ratings SELECT id, 1, 10, now() FROM profiles WHERE kind = 'person'`)
    const result = await importContents({
      ...withRatings('1,1,5.0,964982704', '1,2,4.5,964981247', '3,3,1.0,1600000000'),
      'movies.csv':
        'movieId,title,genres\n1,Toy Story (1995),Animation|Children|Comedy\n2,"Matrix, The (1999)",Action|Sci-Fi\n3,New (2020),Drama\n',
      'tags.csv': 'userId,movieId,tag,timestamp\n2,1,"fun, really",1445714995\n3,3,new,1600000000\n',
    })
    expect(result).toMatchObject({
      new: { movies: 1, profiles: 1, ratings: 1, tags: 1 },
      changed: { movies: 1, profiles: 0, ratings: 1, tags: 1 },
      unchanged: { movies: 1, ratings: 1, tags: 0 },
    })
    expect(await readRatings()).toEqual([
      [1, 1, 10, 964982704],
      [1, 2, 9, 964981247],
      [2, 1, 1, 1445714835],
      [3, 3, 2, 1600000000],
    ])
    expect(await rowsOf('SELECT overview, keywords, genres, imdb_id FROM movies WHERE id = 1')).toEqual([
      ['A toy.', ['toys'], ['Animation', 'Children', 'Comedy'], 'tt0114709'],
    ])
    expect(
      await rowsOf(`SELECT r.half_stars FROM ratings r JOIN profiles p ON p.id = r.profile_id WHERE p.kind = 'person'`),
    ).toEqual([[10]])
    expect(await rowsOf('SELECT count FROM movie_stats WHERE movie_id = 3')).toEqual([[1]])
  })

  it.each([
    ['into an empty table', false],
    ['into one with ratings', true],
  ])('takes the later of two ratings of one film, and the later of two films of one id, %s', async (_, filled) => {
    if (filled) await importContents(SMALL_CSV)
    const result = await importContents({
      ...withRatings('1,1,2.0,2000', '7,1,3.0,1000', '7,1,4.0,3000', '7,1,5.0,2000'),
      'movies.csv': 'movieId,title,genres\n1,First (1995),Drama\n1,Second (1995),Drama\n',
    })
    expect(result.duplicates).toEqual({ movies: 1, profiles: 0, ratings: 2, tags: 0, genome: 0 })
    expect((await readRatings()).filter(([user]) => user === 7)).toEqual([[7, 1, 8, 3000]])
    expect(await rowsOf('SELECT title FROM movies WHERE id = 1')).toEqual([['Second']])
  })

  it('leaves bad rows out, and reports them with file, line and reason', async () => {
    const result = await importContents(withRatings('1,1,4.0,1000', '1,99,4.0,1000', '1,2,9.5,1000', 'x,1,1,1'))
    expect(result).toMatchObject({ read: { ratings: 1 }, badRows: 3 })
    expect(result.bad['ratings.csv']).toEqual({
      'movie not in catalogue': 1,
      'rating is not a half-star from 0.5 to 5': 1,
      'not a number': 1,
    })
    expect(await rowsOf(`SELECT report->'firstBadRows'->0 FROM data_imports`)).toEqual([
      [{ file: 'ratings.csv', line: 3, reason: 'movie not in catalogue' }],
    ])
  })

  it('of another data set is refused, and changes nothing', async () => {
    await importContents(SMALL_CSV)
    const before = await countEverything()
    const demo = await openDemoDataSet(path.resolve('prisma/demo/films'))
    await expect(importDataSet({ connectionString: imports.url, source: demo })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/already holds the data set "ml-test"/) as unknown,
    })
    expect(await countEverything()).toEqual(before)
  })

  it('without a single film is refused', async () => {
    const none = { ...SMALL_CSV, 'movies.csv': 'movieId,title,genres\nx,y,z\n' }
    await expect(importContents(none)).rejects.toMatchObject({ code: 'bad_data' })
  })

  it('tells how far it is, from nothing to nearly all', async () => {
    const fractions: number[] = []
    await importContents(SMALL_CSV, { onProgress: ({ fraction }) => fractions.push(fraction) })
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBeGreaterThanOrEqual(0.9)
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1)
  })
})

describe('An import that ends early leaves nothing behind:', () => {
  const nothing = [[0, 0, 0, 0, 0]]

  it.each(['Reading ratings', 'Storing ratings', 'Storing tags', 'Computing statistics'] as const)(
    'stopped while "%s"',
    async (phase) => {
      const before = await readKeys()
      const stop = new AbortController()
      const onProgress = (progress: ImportProgress) => progress.phase === phase && stop.abort()
      await expect(importContents(SMALL_CSV, { signal: stop.signal, onProgress })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/was stopped/) as unknown,
      })
      expect(await countEverything()).toEqual(nothing)
      expect(await readKeys()).toEqual(before)
    },
  )

  it('stopped while a long statement runs, without waiting for it', async () => {
    const stop = new AbortController()
    await imports.client.query('BEGIN; LOCK TABLE ratings IN SHARE MODE')
    const importing = importContents(SMALL_CSV, {
      signal: stop.signal,
      // The keys cannot be dropped while somebody else holds the table.
      onProgress: ({ phase }) => phase === 'Storing films' && setTimeout(() => stop.abort(), 200),
    })
    await expect(importing).rejects.toMatchObject({ code: 'unavailable' })
    await imports.client.query('ROLLBACK')
    expect(await countEverything()).toEqual(nothing)
  })

  it('its connection cut while the ratings are stored', async () => {
    const before = await readKeys()
    let cut: Promise<unknown> | undefined
    const importing = importContents(SMALL_CSV, {
      onProgress: ({ phase }) => {
        if (phase === 'Storing tags')
          cut = imports.client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          )
      },
    })
    await expect(importing).rejects.toThrow()
    await cut
    expect(await countEverything()).toEqual(nothing)
    expect(await readKeys()).toEqual(before)
    expect(await importContents(SMALL_CSV)).toMatchObject({ changedRows: 8 })
  })

  it('its source breaking off in the middle of the ratings', async () => {
    const source = await openDataSet(imports.makeFolder(SMALL_CSV))
    const broken = {
      ...source,
      async *ratings(...args: Parameters<typeof source.ratings>) {
        yield* source.ratings(...args)
        throw new Error('the disk is gone')
      },
    }
    await expect(importDataSet({ connectionString: imports.url, source: broken })).rejects.toThrow('the disk is gone')
    expect(await countEverything()).toEqual(nothing)
  })
})

describe('Real data sets', () => {
  it('the bundled demo, with its synthetic audience', async () => {
    const source = await openDemoDataSet(path.resolve('prisma/demo/films'))
    const result = await importDataSet({ connectionString: imports.url, source })
    expect(result.new.profiles).toBe(600)
    expect(result.new.ratings).toBe(result.read.ratings)
    expect(await rowsOf('SELECT synthetic FROM data_imports')).toEqual([[true]])
    expect(
      await rowsOf('SELECT count(*)::int FROM movies WHERE cardinality(keywords) = 0 OR overview IS NULL'),
    ).toEqual([[0]])
  })

  const small = path.resolve('../shared/data/ml-latest-small.zip')
  it.skipIf(!existsSync(small))('MovieLens latest-small, twice (skipped where ../shared/data is absent)', async () => {
    const source = await openDataSet(small)
    const first = await importDataSet({ connectionString: imports.url, source })
    expect(first).toMatchObject({ new: { movies: 9742, profiles: 610, ratings: 100_836, tags: 3683 }, badRows: 0 })
    expect(await importDataSet({ connectionString: imports.url, source, force: true })).toMatchObject({
      changedRows: 0,
    })
    await source.close()
  })
})
