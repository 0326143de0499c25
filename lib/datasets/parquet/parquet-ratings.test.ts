import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer'
import { afterAll, describe, expect, it } from 'vitest'
import { openDataSet } from '../movielens/open-movielens'
import { Report } from '../report'
import { createWorkbench, createZip, SMALL_CSV } from '../testing'

const bench = createWorkbench()
afterAll(() => bench.remove())

const parquetOf = (columnData: ColumnSource[], rowGroupSize?: number) =>
  Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize }))

const USUAL: ColumnSource[] = [
  { name: 'userId', data: [1, 1, 2], type: 'INT32' },
  { name: 'movieId', data: [1, 2, 1], type: 'INT32' },
  { name: 'rating', data: [4, 4.5, 0.5], type: 'DOUBLE' },
  { name: 'timestamp', data: [964982703n, 964981247n, 1445714835n], type: 'INT64' },
]
const ROWS = [
  [1, 1, 8, 964982703],
  [1, 2, 9, 964981247],
  [2, 1, 1, 1445714835],
]

async function read(path: string) {
  const report = new Report()
  const source = await openDataSet(path)
  const rows: number[][] = []
  try {
    for await (const { length, userId, movieId, halfStars, ratedAt } of source.ratings(report))
      for (let i = 0; i < length; i++) rows.push([userId[i], movieId[i], halfStars[i], ratedAt[i]])
  } finally {
    await source.close()
  }
  return { rows, report, source }
}

let made = 0
const write = (bytes: Buffer, name = 'ratings.parquet') => bench.writeFile(`${(made += 1)}/${name}`, bytes)

describe('ratings in Parquet', () => {
  it('are recognised by what is in the file, whatever it is called', async () => {
    const { rows, source, report } = await read(write(parquetOf(USUAL), 'My Ratings.dat'))
    expect(rows).toEqual(ROWS)
    expect(source).toMatchObject({ name: 'my-ratings', layout: 'interactions', hasMovies: false })
    expect(report.bytesRead).toBeGreaterThan(0)
    expect(report.bytesRead).toBeLessThanOrEqual(source.sizes.ratings)
  })

  it('take the films that lie beside them', async () => {
    const folder = bench.writeFolder('beside', {
      'ratings.parquet': parquetOf(USUAL),
      'movies.csv': SMALL_CSV['movies.csv'],
    })
    const { rows, source } = await read(`${folder}/ratings.parquet`)
    expect([rows, source.hasMovies]).toEqual([ROWS, true])
    expect((await read(folder)).rows).toEqual(ROWS)
  })

  it('are the same in every type that their columns come in', async () => {
    const [user, movie, rating, timestamp] = USUAL
    const seconds = [964982703, 964981247, 1445714835]
    const others: ColumnSource[][] = [
      [{ ...user, name: 'user_id', data: [1n, 1n, 2n], type: 'INT64' }, movie, rating, timestamp],
      [
        { ...user, name: 'USER', data: ['1', '1', '2'], type: 'STRING' },
        { ...movie, name: 'item_id' },
        rating,
        timestamp,
      ],
      [user, movie, { ...rating, name: 'stars', type: 'FLOAT' }, timestamp],
      [user, movie, rating, { ...timestamp, data: seconds.map((s) => new Date(s * 1000)), type: 'TIMESTAMP' }],
      [user, movie, rating, { ...timestamp, data: seconds.map((s) => BigInt(s) * 1000n + 7n) }],
      [{ name: 'comment', data: ['a', 'b', 'c'], type: 'STRING' }, timestamp, rating, movie, user],
    ]
    for (const columns of others) expect((await read(write(parquetOf(columns)))).rows).toEqual(ROWS)
  })

  it('need no times', async () => {
    expect((await read(write(parquetOf(USUAL.slice(0, 3))))).rows).toEqual(ROWS.map((row) => [...row.slice(0, 3), 0]))
  })

  it('are read through all row groups, in their order', async () => {
    const n = 150_000
    const range = Array.from({ length: n }, (_, i) => i + 1)
    const columns: ColumnSource[] = [
      { name: 'userId', data: range, type: 'INT32' },
      { name: 'movieId', data: range.map((i) => (i % 900) + 1), type: 'INT32' },
      { name: 'rating', data: range.map((i) => ((i % 10) + 1) / 2), type: 'FLOAT' },
    ]
    const { rows } = await read(write(parquetOf(columns, 70_000)))
    expect(rows).toEqual(range.map((i) => [i, (i % 900) + 1, (i % 10) + 1, 0]))
  })

  it('that cannot be are reported by their row, and cost no other', async () => {
    const { rows, report } = await read(
      write(
        parquetOf(
          [
            { name: 'userId', data: [1, null, -3, 1, 1, 1.5, 2 ** 40, 1, 2], type: 'DOUBLE' },
            { name: 'movieId', data: [1, 1, 1, 1, 1, 1, 1, 1, 1], type: 'INT32' },
            { name: 'rating', data: [4, 4, 4, 0.7, NaN, 4, 4, 4, 5], type: 'DOUBLE' },
            { name: 'timestamp', data: [1n, 1n, 1n, 1n, 1n, 1n, 1n, -1n, 1n], type: 'INT64' },
          ],
          4,
        ),
      ),
    )
    expect(rows).toEqual([
      [1, 1, 8, 1],
      [2, 1, 10, 1],
    ])
    expect(report.firstBadRows.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not a number'],
      [3, 'id out of range'],
      [4, 'rating is not a half-star from 0.5 to 5'],
      [5, 'not a number'],
      [6, 'not a number'],
      [7, 'id out of range'],
      [8, 'impossible timestamp'],
    ])
  })

  it('are refused in one sentence where they cannot be read', async () => {
    const whole = parquetOf(USUAL)
    const other = parquetOf([{ name: 'colour', data: ['red'], type: 'STRING' }])
    const cases: [Buffer, string, RegExp][] = [
      [other, 'ratings.parquet', /holds no ratings.*userId, movieId, rating/],
      [whole.subarray(0, whole.length - 9), 'ratings.parquet', /cannot be read as Parquet/],
      [Buffer.from('PAR1'), 'ratings.parquet', /cannot be read as Parquet/],
      [createZip({ 'ratings.parquet': whole }), 'ratings.zip', /inside another file. Unpack it/],
      [gzipSync(whole), 'ratings.parquet.gz', /inside another file. Unpack it/],
    ]
    for (const [bytes, name, message] of cases) await expect(read(write(bytes, name))).rejects.toThrow(message)
  })

  it('end the reading, and not the process, where the bytes of a page lie', async () => {
    const n = 4000
    const bytes = parquetOf([
      { name: 'userId', data: Array.from({ length: n }, () => 1), type: 'INT32' },
      { name: 'movieId', data: Array.from({ length: n }, (_, i) => (i % 3) + 1), type: 'INT32' },
      { name: 'rating', data: Array.from({ length: n }, () => 4), type: 'FLOAT' },
    ])
    // A run of equal values is its length and the value; this length is a thousand million.
    const run = Buffer.from([0xc0, 0x3e])
    let at = bytes.indexOf(run)
    expect(at).toBeGreaterThan(0)
    const outcomes = []
    for (; at >= 0; at = bytes.indexOf(run, at + 1)) {
      const lying = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]),
        bytes.subarray(at + 2),
      ])
      outcomes.push(
        await read(write(lying)).then(
          () => 'read',
          (error: Error) => error.message,
        ),
      )
    }
    expect(outcomes.join()).toMatch(/cannot be read as Parquet|more memory/)
  })
})
