import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openDb } from '@/lib/db/client'
import { findDataSet } from '@/lib/db/catalogue'
import { setUpImports } from '@/test/imports'
import { enrichFromFile, type EnrichFromFileOptions } from './enrich-catalogue'

const imports = setUpImports()
const { fingerprint } = imports

/** The Matrix has only an IMDb id, Heat has no ids. */
const CATALOGUE = {
  'movies.csv':
    'movieId,title,genres\n1,Toy Story (1995),Animation\n2,"Matrix, The (1999)",Action\n3,Heat (1995),Crime\n4,Nobody (2021),Drama\n',
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,4.0,964982703\n',
  'links.csv': 'movieId,imdbId,tmdbId\n1,0114709,862\n2,0133093,\n4,7888964,615457\n',
}

const importCatalogue = (contents: Record<string, string> = CATALOGUE, force = false) =>
  imports.importContents(contents, { force })

const linesOf = (...records: object[]) =>
  imports.makeFile('films.jsonl', records.map((record) => JSON.stringify(record)).join('\n'))

const enrich = (file: string, options: Partial<EnrichFromFileOptions> = {}) =>
  enrichFromFile({ connectionString: imports.url, path: file, ...options })

async function movie(id: number) {
  return (await imports.client.query('SELECT *, release_date::text FROM movies WHERE id = $1', [id])).rows[0]
}

async function heard(channel: string, work: () => Promise<unknown>): Promise<number> {
  let messages = 0
  const listener = new pg.Client({ connectionString: imports.url })
  await listener.connect()
  listener.on('notification', () => (messages += 1))
  await listener.query(`LISTEN ${channel}`)
  await work().finally(async () => {
    await listener.query('SELECT 1')
    await listener.end()
  })
  return messages
}

const TOY_STORY = {
  ...{ id: 862, title: 'Spielzeug', overview: 'Toys come alive.', tagline: 'To infinity', poster_path: '/toy.jpg' },
  ...{ backdrop_path: '/room.jpg', runtime: 81, release_date: '1995-10-30', original_language: 'en', popularity: 21.9 },
  ...{ vote_average: 7.7, vote_count: 5415, keywords: ['toy', 'boy'], director: 'John Lasseter', cast: ['Tom Hanks'] },
  ...{ belongs_to_collection: { name: 'Toy Story Collection' }, production_countries: [{ iso_3166_1: 'US' }] },
  ...{ genres: ['Horror'], alternative_titles: [{ title: 'A Toy’s Story', iso_3166_1: 'GB' }] },
}

describe('An enrichment from a file', () => {
  it('fills what the data set does not say, and leaves what it said', async () => {
    await importCatalogue()
    expect(await enrich(linesOf(TOY_STORY))).toMatchObject({
      found: 1,
      missing: 3,
      failed: 0,
      updated: 1,
      textsChanged: 1,
    })
    expect(await movie(1)).toMatchObject({
      ...{
        title: 'Toy Story',
        year: 1995,
        genres: ['Animation'],
        overview: 'Toys come alive.',
        tagline: 'To infinity',
      },
      ...{
        poster_path: '/toy.jpg',
        backdrop_path: '/room.jpg',
        runtime: 81,
        release_date: '1995-10-30',
        language: 'en',
      },
      ...{ popularity: 21.9, vote_average: 7.7, vote_count: 5415, keywords: ['toy', 'boy'], cast: ['Tom Hanks'] },
      ...{ directors: ['John Lasseter'], collection: 'Toy Story Collection', countries: ['US'], tmdb_id: 862 },
      ...{ alternative_titles: ['A Toy’s Story'], enrichment_source: 'tmdb-jsonl', enriched_at: expect.any(Date) },
    })
  })

  it('finds films by TMDb id, else by IMDb id, else, without ids, by title and year', async () => {
    await importCatalogue()
    const file = linesOf(
      { id: 603, imdb_id: 'tt0133093', title: 'X', overview: 'A hacker wakes up.' },
      { id: 949, title: 'HEAT', release_date: '1995-12-15', overview: 'Two professionals.' },
      { id: 950, title: 'Heat', release_date: '1986-11-14', overview: 'Another film.' },
      { id: 951, title: 'Nobody', release_date: '2021-03-18', overview: 'Has other ids.' },
    )
    expect(await enrich(file)).toMatchObject({ found: 2, missing: 2, updated: 2 })
    expect(await movie(2)).toMatchObject({ tmdb_id: 603, overview: 'A hacker wakes up.' })
    expect(await movie(3)).toMatchObject({ tmdb_id: 949, overview: 'Two professionals.' })
    expect(await movie(4)).toMatchObject({ overview: null, enriched_at: null })
  })

  it('keeps what is fresh, and replaces it when it is old or by force, but never what the data set said', async () => {
    await importCatalogue()
    await imports.client.query(`UPDATE movies SET keywords = ARRAY['own'] WHERE id = 1`)
    await enrich(linesOf({ ...TOY_STORY, tagline: null }))
    const later = { ...TOY_STORY, overview: 'Rewritten.', keywords: ['other'] }
    expect(await enrich(linesOf(later))).toMatchObject({ updated: 1, textsChanged: 0 })
    expect(await movie(1)).toMatchObject({ overview: 'Toys come alive.', tagline: 'To infinity', keywords: ['own'] })
    await imports.client.query(`UPDATE movies SET enriched_at = now() - interval '181 days' WHERE id = 1`)
    expect(await enrich(linesOf(later, {}))).toMatchObject({ updated: 1, textsChanged: 1, failed: 1 })
    expect(await movie(1)).toMatchObject({ overview: 'Rewritten.', keywords: ['own'] })
    await enrich(linesOf(TOY_STORY), { force: true })
    expect(await movie(1)).toMatchObject({ overview: 'Toys come alive.', keywords: ['own'] })
  })

  it('of the same file again does nothing and says so, until an import brings films', async () => {
    await importCatalogue()
    const file = linesOf(TOY_STORY)
    await enrich(file)
    expect(await enrich(file)).toMatchObject({ alreadyApplied: true, updated: 0 })
    expect(await enrich(file, { force: true })).toMatchObject({ alreadyApplied: false, found: 1, updated: 0 })
    await importCatalogue({ ...CATALOGUE, 'movies.csv': `${CATALOGUE['movies.csv']}5,New (2022),Drama\n` })
    expect(await enrich(file)).toMatchObject({ alreadyApplied: false, found: 1, updated: 0 })
  })

  it('is not taken for the data set, and survives its import by force', async () => {
    await importCatalogue()
    await enrich(linesOf(TOY_STORY))
    const db = openDb(imports.url)
    expect(await findDataSet(db).finally(() => db.close())).toEqual({ dataSet: 'ml-test', synthetic: false })
    const before = await movie(1)
    await importCatalogue(CATALOGUE, true)
    expect(await movie(1)).toEqual(before)
  })

  it('changes the fingerprint and calls the worker when texts changed, and only then', async () => {
    await importCatalogue()
    const before = await fingerprint()
    expect(await heard('marquee_data', () => enrich(linesOf({ id: 862, poster_path: '/toy.jpg' })))).toBe(0)
    expect(await fingerprint()).toBe(before)
    expect(await heard('marquee_data', () => enrich(linesOf(TOY_STORY)))).toBe(1)
    expect(await fingerprint()).not.toBe(before)
  })

  it('shows new posters to the web processes also where no text changed', async () => {
    await importCatalogue()
    expect(await heard('marquee_models', () => enrich(linesOf({ id: 862, poster_path: '/toy.jpg' })))).toBe(1)
  })

  it('without a catalogue says that one must be imported first', async () => {
    await expect(enrich(linesOf(TOY_STORY))).rejects.toMatchObject({ code: 'not_ready' })
  })
})

describe('An enrichment that is interrupted', () => {
  const ALL = Array.from({ length: 2500 }, (_, i) => i + 1)
  const bigFile = () => linesOf(...ALL.map((id) => ({ id, title: `Film ${id}`, overview: `Story ${id}.` })))
  const enriched = async () =>
    (await imports.client.query<{ n: number }>('SELECT count(*)::int AS n FROM movies WHERE overview IS NOT NULL'))
      .rows[0].n

  async function importMany() {
    await importCatalogue({
      'movies.csv': `movieId,title,genres\n${ALL.map((id) => `${id},Film ${id} (2000),Drama`).join('\n')}\n`,
      'ratings.csv': CATALOGUE['ratings.csv'],
      'links.csv': `movieId,imdbId,tmdbId\n${ALL.map((id) => `${id},,${id}`).join('\n')}\n`,
    })
  }

  it('keeps whole batches, has changed the fingerprint, and goes on when it is run again', async () => {
    await importMany()
    const before = await fingerprint()
    const stopping = new AbortController()
    const file = bigFile()
    const stopped = enrich(file, { signal: stopping.signal, onProgress: () => stopping.abort() })
    await expect(stopped).rejects.toThrow('1000 films were enriched and stay so. Run it again to go on.')
    expect(await enriched()).toBe(1000)
    expect(await fingerprint()).not.toBe(before)
    const fractions: number[] = []
    const result = await enrich(file, { onProgress: ({ fraction }) => fractions.push(fraction) })
    expect(result).toMatchObject({ alreadyApplied: false, found: 2500, missing: 0, updated: 1500 })
    expect(await enriched()).toBe(2500)
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  })

  it('keeps what was read of a file that is cut short, and says so', async () => {
    await importMany()
    const whole = gzipSync(
      Array.from({ length: 20_000 }, (_, i) =>
        JSON.stringify({ id: i + 1, title: `Film ${i}`, overview: `Story ${Math.sqrt(i)}` }),
      ).join('\n'),
    )
    const file = imports.makeFile('short.jsonl.gz', whole.subarray(0, whole.length / 2))
    await expect(enrich(file)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/damaged or cut short/),
    })
    expect(await enrich(imports.makeFile('whole.jsonl.gz', whole))).toMatchObject({ found: 2500 })
  })
})
