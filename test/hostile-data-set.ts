// Hostile data sets for the fuzz test: whole ones that something happened to, made by fast-check so that each can be made again.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Contents } from '@/lib/datasets/testing'
import { createZip } from '@/lib/datasets/testing'

export interface HostileInput {
  kind: 'folder' | 'zip' | 'file'
  /** For a folder its files, else one file of any name. */
  contents: Contents
  what: string
}

const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }).map(String) },
  fc.constantFrom(
    '0',
    '-3',
    '2147483647',
    '2147483648',
    '99999999999999999999',
    '1e3',
    '',
    ' 2 ',
    '"1"',
    '"1',
    '1\0',
    'x',
  ),
)
const stars = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0.5', '3', '4.0', '5') },
  fc.constantFrom('-1', '0', '0.7', '5.5', 'NaN', 'Infinity', '4,5', '', '"4.0', '٣'),
)
const time = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 2_000_000_000 }).map(String) },
  fc.constantFrom('1445714835123', '-5', '4294967297', '99999999999999999', 'yesterday', '', '"7'),
)
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Toy Story (1995)', '"Matrix, The (1999)"', 'Amélie (2001)') },
  fc.string({ maxLength: 30 }),
  fc.constantFrom('', '"open', '&#55357; (1999)', '\uD83D', 'a\0b', '((((()', '('.repeat(600), '\u202E'),
)
const genres = fc.constantFrom('Drama', 'Drama|Comedy', '', '|||', '(no genres listed)', 'x'.repeat(300))
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n')

/** Mostly rows of the right width; now and then ragged ones. */
function rowsOf(header: string, separators: string[], ...columns: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const row = fc.oneof(
    { weight: 12, arbitrary: fc.tuple(...columns) },
    fc.array(fc.oneof(...columns), { maxLength: 7 }),
  )
  return fc
    .tuple(fc.constantFrom(...separators), fc.array(row, { maxLength: 12 }), lineEnd, fc.boolean())
    .map(([separator, rows, end, named]) => {
      const lines = rows.map((fields) => fields.join(separator))
      return [...(named ? [header.replaceAll(',', separator)] : []), ...lines].join(end)
    })
}

const ratings = rowsOf('userId,movieId,rating,timestamp', [',', ',', '\t', '::'], id, id, stars, time)
const untimed = rowsOf('userId,movieId,rating', [',', '\t'], id, id, stars)
const movies = rowsOf('movieId,title,genres', [',', ',', '\t', '::'], id, text, genres)
const tags = rowsOf('userId,movieId,tag,timestamp', [',', '::'], id, id, text, time)
const links = rowsOf('movieId,imdbId,tmdbId', [','], id, id, id)
const items = rowsOf(
  '',
  ['|'],
  id,
  text,
  text,
  text,
  text,
  ...Array.from({ length: 19 }, () => fc.constantFrom('0', '1', '2')),
)

type Change = (bytes: Buffer, at: number) => Buffer
const CHANGES: Record<string, Change> = {
  'as it is': (bytes) => bytes,
  'with a byte order mark': (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  'in UTF-16': (bytes) => Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le'),
  'in UTF-16 without a mark': (bytes) => Buffer.from(bytes.toString(), 'utf16le').swap16(),
  'in Latin-1': (bytes) => Buffer.from(bytes.toString(), 'latin1'),
  'cut short': (bytes, at) => bytes.subarray(0, at % (bytes.length + 1)),
  'with a NUL in it': (bytes, at) => Buffer.concat([bytes.subarray(0, at % (bytes.length + 1)), Buffer.of(0), bytes]),
  'with a flipped bit': (bytes, at) => {
    const changed = Buffer.from(bytes)
    if (changed.length > 0) changed[at % changed.length] ^= 1 << (at % 8)
    return changed
  },
  packed: (bytes) => gzipSync(bytes),
  'packed and cut short': (bytes, at) => gzipSync(bytes).subarray(0, 12 + (at % 60)),
  'with a long line': (bytes) =>
    Buffer.concat([bytes, Buffer.from('\n'), Buffer.alloc((1 << 20) + 50, '7'), Buffer.from('\n1,1,1,1')]),
  empty: () => Buffer.alloc(0),
}
const changes = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...Object.keys(CHANGES).filter((name) => name !== 'with a long line')) },
  fc.constant('with a long line'),
)

const change = fc.tuple(changes, fc.nat())

const folder = fc
  .record({ ratings: fc.oneof(ratings, untimed), movies: fc.oneof(movies, items), tags, links, change })
  .chain((parts) => fc.constantFrom('ratings', 'movies', 'tags', 'links').map((victim) => ({ ...parts, victim })))
  .map(({ change: [name, at], victim, ...parts }): HostileInput => {
    const contents: Contents = {}
    for (const [part, content] of Object.entries(parts)) {
      const bytes = Buffer.from(content)
      contents[`${part}.csv`] = part === victim ? CHANGES[name](bytes, at) : bytes
    }
    return { kind: 'folder', contents, what: `${victim} ${name}` }
  })

const zip = fc
  .tuple(folder, change, fc.constantFrom('', 'ml/', '../', '/', 'C:\\'))
  .map(([{ contents, what }, [name, at], prefix]): HostileInput => {
    const entries = Object.fromEntries(Object.entries(contents).map(([file, bytes]) => [prefix + file, bytes]))
    return { kind: 'zip', contents: { 'ml.zip': CHANGES[name](createZip(entries), at) }, what: `${what}; zip ${name}` }
  })

const single = fc.tuple(fc.oneof(ratings, untimed, fc.string()), change).map(([content, [name, at]]): HostileInput => ({
  kind: 'file',
  contents: { 'ratings.csv': CHANGES[name](Buffer.from(content), at) },
  what: name,
}))

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
  fc.constantFrom(0, -3, 0.7, 1.5, 2 ** 31, 2 ** 53, NaN, Infinity, null),
)
const parquetColumn = (name: string) =>
  fc.tuple(fc.constantFrom(name, name, name, 'other'), fc.constantFrom('DOUBLE', 'FLOAT', 'STRING', 'INT64' as const))

/** Flips and cuts more often than text gets them: every byte of Parquet means something. */
const parquet = fc
  .record({
    rows: fc.array(fc.tuple(number, number, number, number), { minLength: 1, maxLength: 40 }),
    columns: fc.tuple(...['userId', 'movieId', 'rating', 'timestamp'].map(parquetColumn)),
    rowGroupSize: fc.integer({ min: 1, max: 40 }),
    codec: fc.constantFrom('SNAPPY' as const, 'UNCOMPRESSED' as const),
    cuts: fc.array(
      fc.tuple(fc.constantFrom('with a flipped bit', 'with a flipped bit', 'as it is', 'cut short'), fc.nat()),
      {
        maxLength: 4,
      },
    ),
  })
  .map(({ rows, columns, rowGroupSize, codec, cuts }): HostileInput => {
    const columnData = columns.map(([name, type], column) => ({
      name: `${name}${name === 'other' ? column : ''}`,
      type: type as 'DOUBLE',
      data: rows.map((row) => valueOf(row[column], type)),
    }))
    const whole: Buffer = Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize, codec }))
    const bytes = cuts.reduce((changed, [name, at]) => CHANGES[name](changed, at), whole)
    return {
      kind: 'file',
      contents: { 'ratings.parquet': bytes },
      what: `Parquet ${cuts.map(([name]) => name).join()}`,
    }
  })

function valueOf(value: number | null, type: string): unknown {
  if (value === null || type === 'DOUBLE' || type === 'FLOAT') return value
  if (type === 'STRING') return String(value)
  return Number.isInteger(value) ? BigInt(value) : null
}

export const hostileInput: fc.Arbitrary<HostileInput> = fc.oneof(folder, zip, single, parquet)
