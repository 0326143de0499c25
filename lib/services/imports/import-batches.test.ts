import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contents } from '@/lib/datasets/testing'
import { SMALL_CSV } from '@/lib/datasets/testing'
import { isAppError } from '@/lib/errors/app-error'
import { setUpImports } from '@/test/imports'
import { hostileInput } from '@/test/hostile-data-set'
import { listBatches, undoBatch } from './import-batches'

const imports = setUpImports()

const { makeFolder, importPath, rowsOf, fingerprint } = imports
const makeFile = (bytes: string | Buffer) => imports.makeFile('newer.csv', bytes)

/** Everything that an import may touch, by its meaning. */
const readState = () =>
  rowsOf(`
    SELECT 'rating', p.user_id::text, r.movie_id::text, r.half_stars::text, extract(epoch FROM r.rated_at)::int::text FROM ratings r JOIN profiles p ON p.id = r.profile_id
    UNION ALL SELECT 'tag', p.user_id::text, t.movie_id::text, t.tag, extract(epoch FROM t.tagged_at)::int::text FROM tags t JOIN profiles p ON p.id = t.profile_id
    UNION ALL SELECT 'movie', id::text, title, genres::text, to_jsonb(movies)::text FROM movies
    UNION ALL SELECT 'profile', user_id::text, kind::text, NULL, NULL FROM profiles
    UNION ALL SELECT 'stats', movie_id::text, count::text, mean::text, NULL FROM movie_stats
    ORDER BY 1, 2, 3, 4, 5`)

const NEWER = 'userId,movieId,rating,timestamp\n1,1,5.0,964982800\n1,2,1.0,5\n7,2,3.5,1600000000\n'

describe('A dry run', () => {
  it.each([
    ['into an empty database', false],
    ['of a later file', true],
  ])('counts what the import would, and changes nothing: %s', async (_, filled) => {
    if (filled) await importPath(makeFolder(SMALL_CSV))
    const file = filled ? makeFile(NEWER) : makeFolder(SMALL_CSV)
    const [before, batches] = [await readState(), await listBatches(imports.url)]
    const dry = await importPath(file, { dryRun: true })
    expect(dry).toMatchObject({ dryRun: true, batch: null, alreadyImported: false })
    expect([await readState(), await listBatches(imports.url)]).toEqual([before, batches])
    const real = await importPath(file)
    for (const part of ['read', 'new', 'changed', 'unchanged', 'duplicates', 'changedRows'] as const)
      expect(dry[part]).toEqual(real[part])
  })
})

describe('A later file of ratings', () => {
  it('updates what is newer, adds what is new, keeps what is newer here, and never doubles', async () => {
    await importPath(makeFolder(SMALL_CSV))
    const file = makeFile(NEWER)
    expect(await importPath(file, { batch: 'May' })).toMatchObject({
      dataSet: 'ml-test',
      label: 'May',
      new: { movies: 0, profiles: 1, ratings: 1 },
      changed: { ratings: 1 },
      unchanged: { ratings: 1 },
    })
    const ratings = (await readState()).filter(([kind]) => kind === 'rating')
    expect(ratings).toEqual([
      ['rating', '1', '1', '10', '964982800'],
      ['rating', '1', '2', '9', '964981247'],
      ['rating', '2', '1', '1', '1445714835'],
      ['rating', '7', '2', '7', '1600000000'],
    ])
    expect(await importPath(file)).toMatchObject({ alreadyImported: true })
    expect(await importPath(file, { force: true })).toMatchObject({ changedRows: 0, batch: null })
  })

  it('without times changes the stars and keeps the times', async () => {
    await importPath(makeFolder(SMALL_CSV))
    await importPath(makeFile('user_id,movie_id,rating\n1,1,2\n9,1,3\n'))
    const ratings = (await readState()).filter(([kind, user]) => kind === 'rating' && user !== '2')
    expect(ratings[0]).toEqual(['rating', '1', '1', '4', '964982703'])
    expect(ratings.at(-1)).toEqual(['rating', '9', '1', '6', '0'])
  })

  it('onto an empty database is refused with what is missing', async () => {
    await expect(importPath(makeFile(NEWER))).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/has no films that they could be of/) as unknown,
    })
  })

  it('of another name is taken for what it is said to continue', async () => {
    await importPath(makeFolder(SMALL_CSV))
    const other = makeFolder({ ...SMALL_CSV, 'ratings.csv': NEWER }, 'other-name')
    await expect(importPath(other)).rejects.toMatchObject({ code: 'conflict' })
    expect(await importPath(other, { as: 'ML test' })).toMatchObject({ dataSet: 'ml-test', changed: { ratings: 1 } })
  })
})

describe('A catalogue with other films under the same ids', () => {
  it('is refused with examples, and changes nothing', async () => {
    const films = (names: string[]) =>
      `movieId,title,genres\n${names.map((name, i) => `${i + 1},${name} (1990),Drama`).join('\n')}\n`
    await importPath(makeFolder({ ...SMALL_CSV, 'movies.csv': films(['A', 'B', 'C', 'D']) }))
    const before = await readState()
    const other = makeFolder({ ...SMALL_CSV, 'movies.csv': films(['A', 'X', 'Y', 'Z']) })
    await expect(importPath(other, { as: 'ml-test' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /of 4 ids in both catalogues 3 mean another film \(2 is "B" here and "X" there/,
      ) as unknown,
    })
    expect(await readState()).toEqual(before)
  })
})

describe('Batches', () => {
  const LATER: Contents = {
    ...SMALL_CSV,
    'movies.csv':
      'movieId,title,genres\n1,Toy Story (1995),Comedy\n2,"Matrix, The (1999)",Action|Sci-Fi\n3,New (2020),Drama\n',
    'ratings.csv': NEWER.replace('7,2', '7,3'),
    'tags.csv': 'userId,movieId,tag,timestamp\n2,1,"fun, really",1445714999\n8,3,new,1600000000\n',
  }

  it('are listed with what they did, and undone from the newest back to nothing', async () => {
    const empty = await readState()
    const first = await importPath(makeFolder(SMALL_CSV))
    const [after, print] = [await readState(), await fingerprint()]
    const second = await importPath(makeFolder(LATER), { batch: 'spring' })
    expect(await listBatches(imports.url)).toMatchObject([
      {
        id: second.batch,
        kind: 'import',
        label: 'spring',
        undoneAt: null,
        report: { read: { ratings: 3 }, badRows: 0 },
      },
      { id: first.batch, kind: 'import', label: null },
    ])
    const between = await fingerprint()
    const undone = await undoBatch(imports.url, second.batch ?? 0)
    expect(undone).toMatchObject({
      removed: { movies: 1, profiles: 2, ratings: 1, tags: 1 },
      restored: { movies: 1, ratings: 1, tags: 1 },
      kept: { movies: 0, profiles: 0 },
    })
    expect(await readState()).toEqual(after)
    expect(new Set([print, between, await fingerprint()]).size).toBe(3)
    await undoBatch(imports.url, first.batch ?? 0)
    expect(await readState()).toEqual(empty)
    expect(await listBatches(imports.url)).toMatchObject([
      { kind: 'undo', undoes: first.batch },
      { kind: 'undo', undoes: second.batch, label: 'spring' },
      { id: second.batch, undoneAt: expect.any(String) as unknown },
      { id: first.batch },
    ])
    expect(await importPath(makeFolder(SMALL_CSV))).toMatchObject({ alreadyImported: false, new: { ratings: 3 } })
    expect(await readState()).toEqual(after)
  })

  it('leave what persons gave, and what they use, when they are undone', async () => {
    const { batch } = await importPath(makeFolder(SMALL_CSV))
    await imports.client.query(`INSERT INTO profiles (kind, person_key) VALUES ('person', gen_random_uuid())`)
    await imports.client.query(`INSERT INTO ratings SELECT id, 2, 7, 'epoch' FROM profiles WHERE kind = 'person'`)
    const result = await undoBatch(imports.url, batch ?? 0)
    expect(result).toMatchObject({ removed: { movies: 1, ratings: 3 }, kept: { movies: 1 } })
    expect((await readState()).filter(([kind]) => kind !== 'stats')).toEqual([
      expect.arrayContaining(['movie', '2', 'The Matrix']) as unknown,
      ['profile', null, 'person', null, null],
      ['rating', null, '2', '7', '0'],
    ])
    expect(await importPath(makeFolder(SMALL_CSV))).toMatchObject({ new: { movies: 1, ratings: 3 } })
    expect(await rowsOf('SELECT count(*)::int FROM ratings')).toEqual([[4]])
  })

  it('give back the title they changed, and keep what was learned about the film since', async () => {
    await importPath(makeFolder(SMALL_CSV))
    const { batch } = await importPath(makeFolder(LATER))
    await imports.client.query(`UPDATE movies SET overview = 'A toy.' WHERE id = 1`)
    await undoBatch(imports.url, batch ?? 0)
    expect(await rowsOf('SELECT genres, overview FROM movies WHERE id = 1')).toEqual([
      [['Animation', 'Children'], 'A toy.'],
    ])
  })

  it('are not undone out of order, twice, or where there are none', async () => {
    const first = (await importPath(makeFolder(SMALL_CSV))).batch ?? 0
    const second = (await importPath(makeFolder(LATER), { batch: 'spring' })).batch ?? 0
    const refused = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) as unknown })
    await expect(undoBatch(imports.url, first)).rejects.toMatchObject(refused('conflict', /\(spring\) came after/))
    await expect(undoBatch(imports.url, 99)).rejects.toMatchObject(refused('not_found', /no batch 99/))
    const { batch } = await undoBatch(imports.url, second)
    await expect(undoBatch(imports.url, second)).rejects.toMatchObject(refused('conflict', /undone already/))
    await expect(undoBatch(imports.url, batch)).rejects.toMatchObject(refused('conflict', /is the undoing of/))
  })

  it('of before there were any cannot be undone, and say so', async () => {
    await imports.client.query(
      `INSERT INTO data_imports (data_set, layout, file_hash, report, changed_rows) VALUES ('old', 'movielens-csv', 'x', '{}', 1)`,
    )
    const [{ id }] = await listBatches(imports.url)
    await expect(undoBatch(imports.url, id)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('A file whose rows are in any order, with pairs twice', () => {
  it('ends as the same ratings as when it is sorted', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `${(i * 7) % 11 || 11},${(i % 2) + 1},${(i % 5) + 1}.0,${1000 + i}`,
    )
    const result = await importPath(
      makeFolder({ ...SMALL_CSV, 'ratings.csv': `userId,movieId,rating,timestamp\n${lines.join('\n')}\n` }),
    )
    expect(result).toMatchObject({ read: { ratings: 300 }, new: { ratings: 22 }, duplicates: { ratings: 278 } })
    expect(await rowsOf('SELECT count(*)::int, min(extract(epoch FROM rated_at))::int FROM ratings')).toEqual([
      [22, 1278],
    ])
  })
})

describe('Whatever is imported', () => {
  const NUM_RUNS = 25
  it('is there to its last good row, or not at all, and undone it is gone', async () => {
    const empty = await readState()
    await fc.assert(
      fc.asyncProperty(hostileInput, async ({ kind, contents }) => {
        const folder = makeFolder(contents)
        try {
          const result = await importPath(kind === 'folder' ? folder : path.join(folder, Object.keys(contents)[0]))
          expect(await rowsOf('SELECT (SELECT count(*) FROM ratings)::int, (SELECT count(*) FROM tags)::int')).toEqual([
            [result.new.ratings, result.new.tags],
          ])
          await undoBatch(imports.url, result.batch ?? 0)
        } catch (error) {
          if (!isAppError(error)) throw error
        }
        expect(await readState()).toEqual(empty)
      }),
      { numRuns: NUM_RUNS },
    )
  }, 120_000)

  it('as gzip is the same as without', async () => {
    await importPath(makeFolder(SMALL_CSV))
    expect(await importPath(makeFile(gzipSync(NEWER)), { dryRun: true })).toMatchObject({ changed: { ratings: 1 } })
  })
})
