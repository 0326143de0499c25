import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { DataSet } from '../data-set'
import { explainFileError } from '../files/open-file-set'
import { MovieIdSet } from '../movie-id-set'
import { Report } from '../report'
import type { Contents } from '../testing'
import { SMALL_CSV, SMALL_DAT, collect, createWorkbench, createZip } from '../testing'
import { nameOf, openDataSet } from './open-movielens'

const bench = createWorkbench()
afterAll(() => bench.remove())

const inFolder = (contents: Contents) =>
  Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [`ml/${name}`, bytes]))

async function readAll(source: DataSet, report = new Report()) {
  const movies = (await collect(source.movies(report))).flat()
  const ratings = await collect(source.ratings(report))
  const tags = (await collect(source.tags(report))).flat()
  await source.close()
  return { movies, ratings, tags, report }
}

describe('A MovieLens data set', () => {
  it.each([
    ['the official zip', () => bench.writeFile('ml-test.zip', createZip(inFolder(SMALL_CSV)))],
    [
      'a zip without compression',
      () => bench.writeFile('stored/ml-test.zip', createZip(inFolder(SMALL_CSV), { compress: false })),
    ],
    ['its folder', () => bench.writeFolder('ml-test', SMALL_CSV)],
    ['the folder around its folder', () => bench.writeFolder('outer/ml-test', inFolder(SMALL_CSV))],
    [
      'a zip with the clutter of a Mac',
      () => bench.writeFile('mac/ml-test.zip', createZip({ '__MACOSX/ml/._movies.csv': 'x', ...inFolder(SMALL_CSV) })),
    ],
  ])('is read from %s', async (_, make) => {
    const source = await openDataSet(make())
    expect(source).toMatchObject({ name: 'ml-test', layout: 'movielens-csv', synthetic: false })
    expect(source.fileHash).toMatch(/^[0-9a-f]{64}$/)
    const { movies, ratings, tags, report } = await readAll(source)
    expect(movies).toEqual([
      expect.objectContaining({
        id: 1,
        title: 'Toy Story',
        year: 1995,
        genres: ['Animation', 'Children'],
        imdbId: 'tt0114709',
        tmdbId: 862,
        overview: null,
      }),
      expect.objectContaining({ id: 2, title: 'The Matrix', year: 1999, imdbId: 'tt0133093', tmdbId: null }),
    ])
    expect(
      ratings.map(({ length, userId, halfStars }) => [length, ...userId.slice(0, 3), ...halfStars.slice(0, 3)]),
    ).toEqual([[3, 1, 1, 2, 8, 9, 1]])
    expect(tags).toEqual([{ userId: 2, movieId: 1, tag: 'fun, really', taggedAt: 1445714994 }])
    expect(report.badRows).toBe(0)
    expect(report.bytesRead).toBe(source.sizes.movies + source.sizes.ratings + source.sizes.tags)
  })

  it('is recognised by what is in its files, whatever they are called', async () => {
    const renamed = {
      'a.txt': SMALL_CSV['ratings.csv'],
      'b.bin': SMALL_CSV['movies.csv'],
      'README.txt': 'SUMMARY\n=====\n',
    }
    const { movies, ratings } = await readAll(await openDataSet(bench.writeFolder('renamed', renamed)))
    expect([movies.length, ratings[0].length]).toEqual([2, 3])
  })

  it('of the 1M layout is read in Latin-1, and says Children as the later ones do', async () => {
    const source = await openDataSet(bench.writeFile('ml-1m.zip', createZip(inFolder(SMALL_DAT))))
    expect(source.layout).toBe('movielens-dat')
    const { movies } = await readAll(source)
    expect(movies).toMatchObject([
      { title: 'Toy Story', genres: ['Animation', 'Children', 'Comedy'] },
      { title: 'Les Misérables', genres: ['Drama'] },
    ])
  })

  it('has the same fingerprint when its folder is read again, and another when a rating is another', async () => {
    const hashOf = async (contents: Contents, name: string) =>
      (await openDataSet(bench.writeFolder(name, contents))).fileHash
    const changed = { ...SMALL_CSV, 'ratings.csv': String(SMALL_CSV['ratings.csv']).replace('4.0', '3.0') }
    const first = await hashOf(SMALL_CSV, 'hash-a')
    expect(await hashOf({ ...SMALL_CSV, 'notes.txt': 'mine' }, 'hash-b')).toBe(first)
    expect(await hashOf(changed, 'hash-c')).not.toBe(first)
  })

  it('reports each bad row with file, line and reason, and reads the rest', async () => {
    const contents = {
      'movies.csv':
        'movieId,title,genres\n1,Toy Story (1995),Comedy\nx,No Id (1999),Drama\n3,,Drama\n4,"Open (1999),Drama\n5,A,B,C\n6,Last (2000),(no genres listed)',
      'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,4.0,1\n1,99,4.0,1\n1,6,9.0,1\n',
      'tags.csv': `userId,movieId,tag,timestamp\n1,1, ,5\n1,1,${'x'.repeat(501)},5\n1,99,ok,5\n1,1,good,5\n`,
      'links.csv': 'movieId,imdbId,tmdbId\n1,abc,5\n6,tt0000012,\n',
    }
    const source = await openDataSet(bench.writeFolder('bad-rows', contents))
    const report = new Report()
    const movies = (await collect(source.movies(report))).flat()
    const known = new MovieIdSet(movies.map(({ id }) => id))
    const ratings = await collect(source.ratings(report, known))
    const tags = (await collect(source.tags(report, known))).flat()
    expect(movies.map(({ title, genres, imdbId }) => [title, genres, imdbId])).toEqual([
      ['Toy Story', ['Comedy'], null],
      ['Last', [], 'tt0000012'],
    ])
    expect([ratings[0].length, tags.map(({ tag }) => tag)]).toEqual([1, ['good']])
    expect(report.summary()).toEqual({
      badRows: 10,
      bad: {
        'links.csv': { 'not a number': 1 },
        'movies.csv': { 'not a number': 1, 'empty title': 1, 'unclosed quote': 1, 'wrong number of columns': 1 },
        'ratings.csv': { 'movie not in catalogue': 1, 'rating is not a half-star from 0.5 to 5': 1 },
        'tags.csv': { 'empty tag': 1, 'tag longer than 500 characters': 1, 'movie not in catalogue': 1 },
      },
      firstBadRows: expect.arrayContaining([
        { file: 'movies.csv', line: 5, reason: 'unclosed quote' },
        { file: 'ratings.csv', line: 3, reason: 'movie not in catalogue' },
      ]) as unknown,
    })
  })
})

describe('What is no MovieLens data set is refused in one sentence:', () => {
  const small = createZip(inFolder(SMALL_CSV))
  it.each([
    [
      'a path with nothing there',
      () => path.join(bench.folder, 'nowhere.zip'),
      'not_found',
      /nothing at .*nowhere\.zip/,
    ],
    ['an empty file', () => bench.writeFile('empty.zip', ''), 'bad_data', /is empty/],
    [
      'a file that is neither a zip nor ratings',
      () => bench.writeFile('letter/letter.txt', 'Dear Sir,\nplease find enclosed\n'),
      'bad_data',
      /no films and no ratings.*Expected movies/,
    ],
    [
      'a zip that is cut short',
      () => bench.writeFile('cut.zip', small.subarray(0, small.length / 2)),
      'bad_data',
      /cut short.*again/,
    ],
    ['an empty folder', () => bench.writeFolder('empty', {}), 'bad_data', /no films and no ratings.*Expected movies/],
    [
      'a folder without ratings',
      () => bench.writeFolder('half', { 'movies.csv': SMALL_CSV['movies.csv'] }),
      'bad_data',
      /no ratings/,
    ],
    [
      'a folder with two data sets',
      () => bench.writeFolder('two', { ...inFolder(SMALL_CSV), 'b/ratings.csv': SMALL_CSV['ratings.csv'] }),
      'bad_data',
      /two files of ratings/,
    ],
    [
      'two layouts mixed',
      () =>
        bench.writeFolder('mixed', { 'movies.csv': SMALL_CSV['movies.csv'], 'ratings.dat': SMALL_DAT['ratings.dat'] }),
      'bad_data',
      /mixes two layouts/,
    ],
  ])('%s', async (_, make, code, message) => {
    await expect(openDataSet(make())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    })
  })

  it.each([true, false])(
    'a zip whose contents are damaged, as soon as that part is read (compressed: %s)',
    async (compress) => {
      const rows = Array.from({ length: 5000 }, (_, i) => `${i + 1},1,4.0,${1445714835 + 7919 * i}\n`)
      const ratings = `${String(SMALL_CSV['ratings.csv'])}${rows.join('')}`
      const bytes = createZip({ ...SMALL_CSV, 'ratings.csv': ratings }, { compress })
      const at = bytes.indexOf('tags.csv') - 2000
      bytes[at] ^= 1
      const source = await openDataSet(bench.writeFile('damaged.zip', bytes))
      const reading = collect(source.ratings(new Report()))
      await expect(reading).rejects.toMatchObject({
        code: 'bad_data',
        message: expect.stringMatching(/damaged/) as unknown,
      })
    },
  )

  it('a file that may not be read', () => {
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' })
    expect(explainFileError('/data/x.zip', denied)).toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/No permission to read \/data\/x\.zip/) as unknown,
    })
  })
})

describe('The name of a data set', () => {
  it.each([
    ['/x/ml-latest-small.zip', 'ml-latest-small'],
    ['/x/ML 20M/', 'ml-20m'],
    ['/x/Films d’été.ZIP', 'films-d-ete'],
    ['/x/...', 'movielens'],
  ])('of %s is "%s"', (source, name) => {
    expect(nameOf(source)).toBe(name)
  })
})

const shared = path.resolve('../shared/data')
describe.skipIf(!existsSync(shared))('The real files (skipped where ../shared/data is absent)', () => {
  it('of latest-small are read to the last row', async () => {
    const { movies, ratings, tags, report } = await readAll(await openDataSet(path.join(shared, 'ml-latest-small.zip')))
    expect([movies.length, ratings.reduce((n, batch) => n + batch.length, 0), tags.length, report.badRows]).toEqual([
      9742, 100836, 3683, 0,
    ])
    expect(movies.filter(({ title }) => /, (The|A|An|La|Le|Les|Der|Das|El|Il)$/.test(title))).toEqual([])
  })

  it('of 1M are read to the last row', async () => {
    const { movies, ratings, report } = await readAll(await openDataSet(path.join(shared, 'ml-1m.zip')))
    expect([movies.length, ratings.reduce((n, batch) => n + batch.length, 0), report.badRows]).toEqual([
      3883, 1000209, 0,
    ])
    expect(movies.every(({ year }) => year !== null)).toBe(true)
  })
})
