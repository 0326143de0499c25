import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MovieIdSet } from '../movie-id-set'
import { Report } from '../report'
import { collect } from '../testing'
import type { DemoFilm } from './film'
import { crowdOf, generateAudience } from './generate-audience'
import { DEMO_AUDIENCE, openDemoDataSet } from './open-demo'
import { readFilms } from './read-films'

const DIRECTORY = path.resolve('prisma/demo/films')
type Profile = Map<number, number>

let films: DemoFilm[]
let profiles: Profile[]

const generate = (seed: number) =>
  [...generateAudience(films, { ...DEMO_AUDIENCE, seed })].map(
    (batch) => new Map(Array.from({ length: batch.length }, (_, i) => [batch.movieId[i], batch.halfStars[i]])),
  )

beforeAll(async () => {
  films = (await readFilms(DIRECTORY)).films
  profiles = generate(DEMO_AUDIENCE.seed)
})

describe('The synthetic audience', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(generate(DEMO_AUDIENCE.seed)).toEqual(profiles)
    expect(generate(DEMO_AUDIENCE.seed + 1)).not.toEqual(profiles)
  })

  it('is 600 people with 20 to 250 ratings each, each film once', () => {
    const sizes = profiles.map((profile) => profile.size)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect([profiles.length, Math.min(...sizes), Math.max(...sizes)]).toEqual([600, 20, 250])
    expect(total).toBeGreaterThan(45_000)
    expect(total).toBeLessThan(60_000)
    const sorted = [...sizes].sort((a, b) => a - b)
    expect(sorted[300]).toBeLessThan(total / 600)
  })

  it('knows some films far better than others, and every film a little', () => {
    const counts = films.map(({ id }) => profiles.filter((profile) => profile.has(id)).length).sort((a, b) => a - b)
    const median = counts[Math.floor(counts.length / 2)]
    expect(counts[0]).toBeGreaterThanOrEqual(3)
    expect(counts.at(-1)).toBeGreaterThan(3 * median)
  })

  it('uses the whole scale around three and a half stars', () => {
    const values = profiles.flatMap((profile) => [...profile.values()])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length / 2
    expect(mean).toBeGreaterThan(3.2)
    expect(mean).toBeLessThan(3.8)
    expect(new Set(values)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
  })

  it('agrees among people of one taste far more than among others', () => {
    const alike: number[] = []
    const unlike: number[] = []
    for (let a = 1; a <= 200; a++)
      for (let b = a + 1; b <= 200; b++) {
        const r = correlate(profiles[a - 1], profiles[b - 1])
        if (r !== null) (crowdOf(a) === crowdOf(b) ? alike : unlike).push(r)
      }
    expect(mean(alike)).toBeGreaterThan(mean(unlike) + 0.15)
  })
})

describe('The demo data set', () => {
  it('is called synthetic, and reads like any other', async () => {
    const source = await openDemoDataSet(DIRECTORY)
    expect(source).toMatchObject({ name: 'demo', layout: 'demo', synthetic: true })
    const report = new Report()
    const movies = (await collect(source.movies(report))).flat()
    const ratings = await collect(source.ratings(report, new MovieIdSet(movies.map(({ id }) => id))))
    expect(movies.length).toBe(films.length)
    expect(movies[0]).toMatchObject({ id: films[0].id, posterPath: null, imdbId: null })
    expect(ratings.map(({ userId }) => userId[0])).toEqual(Array.from({ length: 600 }, (_, i) => i + 1))
    expect(report.bytesRead).toBe(source.sizes.movies + source.sizes.ratings)
    const latest = Math.max(...ratings.map(({ ratedAt }) => Math.max(...ratedAt)))
    expect(new Date(latest * 1000).getUTCFullYear()).toBeLessThanOrEqual(2026)
  })

  it('says what to do when the catalogue is missing', async () => {
    await expect(openDemoDataSet('/nowhere')).rejects.toMatchObject({ code: 'not_found' })
  })
})

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Pearson over the films both have rated; null with fewer than eight. */
function correlate(a: Profile, b: Profile): number | null {
  const pairs = [...a].flatMap(([id, value]) => (b.has(id) ? [[value, b.get(id) ?? 0]] : []))
  if (pairs.length < 8) return null
  const [ma, mb] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))]
  const dot = pairs.reduce((sum, [x, y]) => sum + (x - ma) * (y - mb), 0)
  const norm = pairs.reduce((sum, [x]) => sum + (x - ma) ** 2, 0) * pairs.reduce((sum, [, y]) => sum + (y - mb) ** 2, 0)
  return norm === 0 ? null : dot / Math.sqrt(norm)
}
