import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { EnrichmentRow } from '@/lib/schemas/tmdb-record'
import { Report } from '../report'
import { createWorkbench, createZip } from '../testing'
import { openEnrichmentSource } from './open-enrichment'

const bench = createWorkbench()
afterAll(() => bench.remove())
let folders = 0
const next = () => `${(folders += 1)}`

async function read(path: string) {
  const source = await openEnrichmentSource(path)
  const report = new Report()
  const rows: EnrichmentRow[] = []
  for await (const batch of source.rows(report)) rows.push(...batch)
  await source.close()
  return { source, rows, report, ...report.summary() }
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
const line = (...cells: string[]) => `${cells.map(cell).join(',')}\n`

const FIVE_THOUSAND = {
  'tmdb_5000_movies.csv':
    'budget,genres,id,keywords,original_language,original_title,overview,popularity,production_countries,release_date,runtime,tagline,title,vote_average,vote_count\n' +
    line(
      '1',
      '[{"id": 28, "name": "Action"}]',
      '19995',
      '[{"id": 1463, "name": "culture clash"}]',
      'en',
      'Avatar',
      'On Pandora,\n\na "marine".',
      '150.4',
      '[{"iso_3166_1": "US", "name": "x"}]',
      '2009-12-10',
      '162.0',
      'Enter.',
      'Avatar',
      '7.2',
      '11800',
    ),
  'tmdb_5000_credits.csv':
    'movie_id,title,cast,crew\n' +
    line(
      '19995',
      'Avatar',
      '[{"name": "Sam Worthington", "order": 0}]',
      '[{"job": "Editor", "name": "X"}, {"job": "Director", "name": "James Cameron"}]',
    ),
}

const METADATA = {
  'movies_metadata.csv':
    'adult,belongs_to_collection,id,imdb_id,original_language,original_title,overview,poster_path,release_date,runtime,title\n' +
    line(
      'False',
      `{'id': 10194, 'name': 'Toy Story Collection', 'poster_path': None}`,
      '862',
      'tt0114709',
      'en',
      'Toy Story',
      'Woody’s toys.',
      '/toy.jpg',
      '1995-10-30',
      '81.0',
      'Toy Story',
    ) +
    line(
      'False',
      '',
      '49519',
      'tt481499',
      'fr',
      'Un film',
      'No overview found.',
      'nonsense',
      '2013-02-30',
      '0',
      'A Film',
    ) +
    line(' - Written by someone', '0.065736', '/ff9qCepilowshEtG2GYWwzt2bs4.jpg', '1') +
    line('False', `{'id': broken`, '5', 'tt0000005', 'en', 'x', 'x', '', '', '', 'x') +
    line('False', '', '1997-08-20', '0', 'en', 'x', 'x', '', '', '', 'x'),
  'keywords.csv': 'id,keywords\n' + line('862', `[{'id': 931, 'name': "boy's toy"}]`) + line('1', '[]'),
  'credits.csv':
    'cast,crew,id\n' +
    line(`[{'name': 'Tom Hanks'}, {'name': 'Tim Allen'}]`, `[{'job': 'Director', 'name': 'John Lasseter'}]`, '862'),
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,110,1.0,1425941529\n',
}

const JSON_LINES = [
  { id: 2, title: 'Ariel', overview: 'A Finnish man.', director: 'Aki', cast: ['Turo', 'Susanna'] },
  { id: 3, title: 'B' },
]
  .map((record) => JSON.stringify(record))
  .join('\n')

describe('A dump of film metadata', () => {
  it('is recognised as TMDb 5000, with the credits beside it, and a paragraph may run over lines', async () => {
    const folder = bench.writeFolder(next(), FIVE_THOUSAND)
    for (const path of [folder, `${folder}/tmdb_5000_movies.csv`]) {
      const { source, rows, badRows } = await read(path)
      expect([source.layout, badRows]).toEqual(['tmdb-5000', 0])
      expect(rows).toMatchObject([
        {
          ...{ tmdbId: 19995, title: 'Avatar', overview: 'On Pandora, a "marine".', keywords: ['culture clash'] },
          ...{ directors: ['James Cameron'], cast: ['Sam Worthington'], countries: ['US'], runtime: 162 },
          ...{ voteAverage: 7.2, voteCount: 11800, popularity: 150.4, alternativeTitles: null, imdbId: null },
        },
      ])
    }
  })

  it('is recognised as movies_metadata, among other files, with keywords and credits', async () => {
    const { source, rows, report } = await read(bench.writeFolder(next(), METADATA))
    expect(source.layout).toBe('movies-metadata')
    expect(rows).toMatchObject([
      {
        ...{ tmdbId: 862, imdbId: 'tt0114709', collection: 'Toy Story Collection', keywords: ["boy's toy"] },
        ...{ directors: ['John Lasseter'], cast: ['Tom Hanks', 'Tim Allen'], posterPath: '/toy.jpg', runtime: 81 },
      },
      {
        ...{ tmdbId: 49519, imdbId: 'tt0481499', overview: null, posterPath: null, releaseDate: null, runtime: null },
        ...{ alternativeTitles: ['Un film'], originalLanguage: 'fr' },
      },
    ])
    expect(report.firstBadRows).toEqual([
      { file: 'movies_metadata.csv', line: 4, reason: 'wrong number of columns' },
      { file: 'movies_metadata.csv', line: 5, reason: 'not a list as JSON or Python writes it' },
      { file: 'movies_metadata.csv', line: 6, reason: 'neither a TMDb id nor an IMDb id' },
    ])
  })

  it.each<[string, () => string]>([
    ['plain', () => bench.writeFile(`${next()}/anything.txt`, JSON_LINES)],
    ['with gzip', () => bench.writeFile(`${next()}/anything.bin`, gzipSync(JSON_LINES))],
    [
      'in a zip',
      () => bench.writeFile(`${next()}.zip`, createZip({ 'a/films.jsonl': JSON_LINES, 'a/README': 'read me' })),
    ],
    [
      'in a folder, after a byte order mark',
      () => bench.writeFolder(next(), { 'x.jsonl': `\uFEFF${JSON_LINES}\r\n`, 'y.md': '#' }),
    ],
  ])('is read as JSON lines %s', async (_, write) => {
    const { source, rows, report } = await read(write())
    expect(source.layout).toBe('tmdb-jsonl')
    expect(rows.map(({ tmdbId, directors }) => [tmdbId, directors])).toEqual([
      [2, ['Aki']],
      [3, null],
    ])
    if (!source.name.endsWith('.zip')) expect(report.bytesRead).toBe(source.size)
  })

  it('has the same hash for the same contents, and another one when a file beside it changes', async () => {
    const hashOf = async (files: Record<string, string>) =>
      (await read(`${bench.writeFolder(next(), files)}/tmdb_5000_movies.csv`)).source.fileHash
    const first = await hashOf(FIVE_THOUSAND)
    expect(await hashOf(FIVE_THOUSAND)).toBe(first)
    expect(await hashOf({ ...FIVE_THOUSAND, 'tmdb_5000_credits.csv': 'movie_id,title,cast,crew\n' })).not.toBe(first)
  })

  it('with bad lines is read without them, each with its number', async () => {
    const long = `{"id":9,"title":"${'x'.repeat(1 << 21)}"}`
    const { rows, report } = await read(
      bench.writeFile(
        `${next()}.jsonl`,
        [JSON_LINES, '{"id":', '[]', '{"id":0,"title":"x"}', long, '{"id":4,"title":"C"}'].join('\n'),
      ),
    )
    expect(rows.map(({ tmdbId }) => tmdbId)).toEqual([2, 3, 4])
    expect(report.firstBadRows.map(({ line: number, reason }) => [number, reason])).toEqual([
      [3, 'not JSON'],
      [4, 'neither a TMDb id nor an IMDb id'],
      [5, 'neither a TMDb id nor an IMDb id'],
      [6, 'line longer than 1 MB'],
    ])
  })

  it('loses one line, not the file, to a quote that is never closed', async () => {
    const good = FIVE_THOUSAND['tmdb_5000_movies.csv']
    const many = Array.from({ length: 700 }, (_, i) => `1,,${i + 1},[],en,x,A story,1,[],,90,,Film,5,1`).join('\n')
    const file = bench.writeFile(
      `${next()}/movies.csv`,
      `${good}1,,77,[],en,"x,never closed,1,[],,90,,Film,5,1\n${many}\n`,
    )
    const { rows, report } = await read(file)
    expect(rows).toHaveLength(701)
    expect(report.firstBadRows).toEqual([{ file: 'movies.csv', line: 5, reason: 'unclosed quote' }])
  })

  it.each<[string, () => string, RegExp]>([
    ['nothing', () => '/nowhere/at/all', /There is nothing at \/nowhere/],
    ['an empty file', () => bench.writeFile(next(), ''), /is empty/],
    [
      'a picture',
      () => bench.writeFile(next(), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0])),
      /no film metadata that Marquee knows/,
    ],
    ['ratings', () => bench.writeFile(next(), METADATA['ratings.csv']), /no film metadata that Marquee knows/],
    [
      'credits alone',
      () => bench.writeFolder(next(), { 'credits.csv': METADATA['credits.csv'] }),
      /credits.csv only completes a list of films/,
    ],
    [
      'two dumps at once',
      () => bench.writeFolder(next(), { ...METADATA, ...FIVE_THOUSAND }),
      /holds several lists of films/,
    ],
  ])('is refused with an explanation when it is %s', async (_, write, message) => {
    await expect(openEnrichmentSource(write())).rejects.toThrow(message)
  })

  it('never crashes on mangled bytes: rows, bad rows, or one clear error', async () => {
    const originals = [METADATA['movies_metadata.csv'], JSON_LINES].map((text) => Buffer.from(text))
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) })
    const name = next()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (original, changes) => {
          const bytes = Buffer.from(original)
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte
          const result = await read(bench.writeFile(`${name}/fuzzed`, bytes)).catch((error: unknown) => error)
          if (result instanceof Error) expect(result).toMatchObject({ code: 'bad_data' })
        },
      ),
      { numRuns: 60 },
    )
  }, 120_000)
})
