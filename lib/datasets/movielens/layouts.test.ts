import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { DataSet } from '../data-set'
import { Report } from '../report'
import type { Contents } from '../testing'
import { SMALL_CSV, SMALL_DAT, collect, createWorkbench, createZip } from '../testing'
import { openDataSet, requireName } from './open-movielens'

const bench = createWorkbench()
afterAll(() => bench.remove())

async function readAll(source: DataSet) {
  const report = new Report()
  const movies = (await collect(source.movies(report))).flat()
  const ratings = (await collect(source.ratings(report))).flatMap(({ length, userId, movieId, halfStars, ratedAt }) =>
    Array.from({ length }, (_, i) => [userId[i], movieId[i], halfStars[i], ratedAt[i]]),
  )
  const tags = (await collect(source.tags(report))).flat()
  await source.close()
  return { movies, ratings, tags, report }
}

const flags = (...set: number[]) => Array.from({ length: 19 }, (_, i) => (set.includes(i) ? 1 : 0)).join('|')

const ML_100K: Contents = {
  'u.data': '196\t2\t3\t881250949\n186\t1\t3\t891717742\n22\t1\t1\t878887116\n',
  'u.item': Buffer.from(
    `1|Misérables, Les (1995)|01-Jan-1995||http://us.imdb.com/M/title-exact?x|${flags(8, 4)}\n2|Nameless|01-Jan-1996|||${flags(0)}\n`,
    'latin1',
  ),
  'u.user': '1|24|M|technician|85711\n2|53|F|other|94043\n',
  'u.genre': 'unknown|0\nAction|1\n',
  'u1.base': '186\t1\t3\t891717742\n',
  'u1.test': '196\t2\t3\t881250949\n',
}

const RATINGS = [
  [1, 1, 8, 964982703],
  [1, 2, 9, 964981247],
]

describe('MovieLens 100K', () => {
  it('is read with its genre flags and its Latin-1, and its splits are left aside', async () => {
    const source = await openDataSet(bench.writeFolder('ml-100k', ML_100K))
    expect(source.layout).toBe('movielens-100k')
    const { movies, ratings, report } = await readAll(source)
    expect(movies).toMatchObject([
      { id: 1, title: 'Les Misérables', year: 1995, genres: ['Children', 'Drama'] },
      { id: 2, title: 'Nameless', year: 1996, genres: [] },
    ])
    expect(ratings).toEqual([
      [196, 2, 6, 881250949],
      [186, 1, 6, 891717742],
      [22, 1, 2, 878887116],
    ])
    expect(report.badRows).toBe(0)
  })
})

describe('MovieLens 10M', () => {
  it('is read with its half-stars and its tags', async () => {
    const contents = {
      ...SMALL_DAT,
      'ratings.dat': '1::1::4.5::978300019\n1::73::0.5::978300055\n2::1::5::978300055\n',
      'tags.dat': '15::73::a :: b::1215184630\n15::1::excellent!::1215184630\n',
    }
    const { ratings, tags, report } = await readAll(await openDataSet(bench.writeFolder('ml-10m', contents)))
    expect(ratings.map(([, , halfStars]) => halfStars)).toEqual([9, 1, 10])
    expect(tags).toEqual([{ userId: 15, movieId: 1, tag: 'excellent!', taggedAt: 1215184630 }])
    expect(report.summary().bad).toEqual({ 'tags.dat': { 'wrong number of columns': 1 } })
  })
})

describe('The genome', () => {
  it('is recognised and can be read, and what is no relevance is reported', async () => {
    const source = await openDataSet(
      bench.writeFolder('ml-25m', {
        ...SMALL_CSV,
        'genome-scores.csv': 'movieId,tagId,relevance\n1,1,0.02875\n1,2,1.5\n2,1,1\n',
        'genome-tags.csv': 'tagId,tag\n1,007\n2,"a, b"\n',
      }),
    )
    expect([source.extras, source.sizes.genome]).toEqual([[], 75])
    const report = new Report()
    const [batch] = await collect(source.genomeScores(report))
    expect([batch.length, [...batch.movieId.slice(0, 2)]]).toEqual([2, [1, 2]])
    expect(batch.relevance[0]).toBeCloseTo(0.02875)
    expect((await collect(source.genomeTags(report))).flat()).toEqual([
      { tagId: 1, tag: '007' },
      { tagId: 2, tag: 'a, b' },
    ])
    expect(report.firstBadRows).toEqual([
      { file: 'genome-scores.csv', line: 3, reason: 'relevance is not from 0 to 1' },
    ])
  })

  it('without the names of its tags is said to be there, and is not read', async () => {
    const contents = { ...SMALL_CSV, 'genome-scores.csv': 'movieId,tagId,relevance\n1,1,0.02875\n' }
    const source = await openDataSet(bench.writeFolder('ml-nameless', contents))
    expect(source.extras).toEqual(['genome-scores (genome-scores.csv)'])
    expect(source.sizes.genome).toBe(0)
    expect(await collect(source.genomeScores(new Report()))).toEqual([])
  })
})

describe('A plain file of ratings', () => {
  const rows = (mark: string) => [`1${mark}1${mark}4.0`, `1${mark}2${mark}4.5`]
  const timed = (mark: string) => [`1${mark}1${mark}4.0${mark}964982703`, `1${mark}2${mark}4.5${mark}964981247`]
  const untimed = RATINGS.map(([user, movie, stars]) => [user, movie, stars, 0])

  it.each([
    ['CSV with a header', `userId,movieId,rating,timestamp\n${timed(',').join('\n')}\n`, RATINGS],
    ['CSV without one', `${timed(',').join('\n')}\n`, RATINGS],
    ['CSV with other names', `user_id,item_id,stars\n${rows(',').join('\n')}\n`, untimed],
    ['CSV without header and times', `${rows(',').join('\r\n')}\r\n`, untimed],
    ['TSV with a header', `userId\tmovieId\trating\ttimestamp\n${timed('\t').join('\n')}\n`, RATINGS],
    ['TSV without one', `${timed('\t').join('\n')}\n`, RATINGS],
    ['TSV without times', `${rows('\t').join('\n')}\n`, untimed],
    ['milliseconds', `userId,movieId,rating,timestamp\n1,1,4,964982703123\n1,2,4.5,964981247999\n`, RATINGS],
    ['UTF-16', Buffer.from(`\uFEFFuserId,movieId,rating,timestamp\r\n${timed(',').join('\r\n')}`, 'utf16le'), RATINGS],
    [
      'UTF-16 without its mark',
      Buffer.from(`userId,movieId,rating,timestamp\n${timed(',').join('\n')}`, 'utf16le'),
      RATINGS,
    ],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${timed(',').join('\n')}\n`, 'utf16le').swap16(), RATINGS],
    ['gzip', gzipSync(`userId,movieId,rating,timestamp\n${timed(',').join('\n')}\n`), RATINGS],
  ])('is read: %s', async (name, bytes, expected) => {
    const source = await openDataSet(bench.writeFile(`plain-${name.replaceAll(' ', '-')}/mine.csv`, bytes))
    expect(source).toMatchObject({ name: 'mine', layout: 'interactions', hasMovies: false })
    const { movies, ratings, report } = await readAll(source)
    expect([movies, ratings, report.badRows]).toEqual([[], expected, 0])
  })

  it('takes the films that lie beside it, and not its other neighbours', async () => {
    const folder = bench.writeFolder('beside', {
      ...SMALL_CSV,
      'notes.txt': 'x',
      'mine.tsv': `${rows('\t').join('\n')}\n`,
    })
    const source = await openDataSet(path.join(folder, 'mine.tsv'))
    const { movies, ratings, tags } = await readAll(source)
    expect([movies.map(({ imdbId }) => imdbId), ratings.length, tags]).toEqual([['tt0114709', 'tt0133093'], 2, []])
  })

  it('in a folder is read with films of another separator', async () => {
    const contents = { 'films.csv': SMALL_CSV['movies.csv'], 'ratings.tsv': `${timed('\t').join('\n')}\n` }
    const source = await openDataSet(bench.writeFolder('both', contents))
    expect(source.hasMovies).toBe(true)
    expect((await readAll(source)).ratings).toEqual(RATINGS)
  })
})

describe('A zip that is a trap is refused before it is unpacked:', () => {
  const refused = (message: RegExp) => ({ code: 'bad_data', message: expect.stringMatching(message) as unknown })

  it.each([
    ['a name above it', '../../etc/ratings.csv', /names files outside of itself/],
    ['an absolute name', '/etc/ratings.csv', /names files outside of itself/],
    ['a drive', 'C:/ratings.csv', /names files outside of itself/],
  ])('%s', async (_, name, message) => {
    const file = bench.writeFile('trap.zip', createZip({ ...SMALL_CSV, [name]: 'x' }))
    await expect(openDataSet(file)).rejects.toMatchObject(refused(message))
  })

  it('a file that swells more than 200 times', async () => {
    const file = bench.writeFile('bomb.zip', createZip({ ...SMALL_CSV, 'x.csv': Buffer.alloc(70 << 20, '1') }))
    await expect(openDataSet(file)).rejects.toMatchObject(refused(/more than 200 times its size/))
  })

  it('a file that claims to be small', async () => {
    const zip = createZip({ ...SMALL_CSV, 'ratings.csv': Buffer.alloc(8 << 20, '1,1,4.0,1\n') })
    const size = Buffer.alloc(4)
    size.writeUInt32LE(8 << 20)
    for (let at = zip.indexOf(size); at >= 0; at = zip.indexOf(size)) zip.writeUInt32LE(1000, at)
    const reading = openDataSet(bench.writeFile('liar.zip', zip)).then(readAll)
    await expect(reading).rejects.toMatchObject(refused(/damaged/))
  })

  it('a gzip that swells', async () => {
    const bytes = gzipSync(Buffer.concat([Buffer.from('1,1,4.0\n2,1,4.0\n'), Buffer.alloc(70 << 20, '1')]))
    const source = await openDataSet(bench.writeFile('bomb/ratings.csv.gz', bytes))
    await expect(readAll(source)).rejects.toMatchObject(refused(/far more than a data set can be/))
  })
})

describe('A name that somebody chooses', () => {
  it('becomes one that every data set could have', () => {
    expect(requireName('ML 20M')).toBe('ml-20m')
  })
  it.each(['', '...', 'a/b', 'x'.repeat(81)])('is refused where it cannot: "%s"', (name) => {
    expect(() => requireName(name)).toThrow(/cannot be the name/)
  })
})
