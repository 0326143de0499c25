import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Films } from './read-films'
import { readFilms } from './read-films'

let read: Films
const names = (films: Films['films']) => films.map(({ title, year }) => `${title} (${year})`)

beforeAll(async () => {
  read = await readFilms(path.resolve('prisma/demo/films'))
})

describe('The demo catalogue', () => {
  it('holds at least 400 films, each as the format wants it', () => {
    expect(read.badRows).toEqual([])
    expect(read.films.length).toBeGreaterThanOrEqual(400)
  })

  it('has no id twice, and no film twice', () => {
    expect(new Set(read.films.map(({ id }) => id)).size).toBe(read.films.length)
    const twice = names(read.films).filter((name, index, all) => all.indexOf(name) !== index)
    expect(twice).toEqual([])
  })

  it('describes every film in 20 to 60 words', () => {
    const outside = read.films.filter(({ overview }) => {
      const nWords = overview.trim().split(/\s+/).length
      return nWords < 20 || nWords > 60
    })
    expect(names(outside)).toEqual([])
  })

  it('names director and at least five keywords of every film, and the cast where people are seen', () => {
    const poor = read.films.filter(
      ({ directors, cast, keywords, genres }) =>
        directors.length === 0 ||
        keywords.length < 5 ||
        (cast.length === 0 && !genres.includes('Animation') && !genres.includes('Documentary')),
    )
    expect(names(poor)).toEqual([])
  })

  it('gives plausible running times: twenty minutes or more once sound had come, ten hours at most', () => {
    const odd = read.films.filter(({ runtime, year }) => runtime > 600 || (runtime < 20 && year >= 1930))
    expect(names(odd)).toEqual([])
  })

  it('covers every decade from the 1920s, many countries, and more than Hollywood', () => {
    const decades = new Set(read.films.map(({ year }) => Math.floor(year / 10) * 10))
    for (let decade = 1920; decade <= 2020; decade += 10) expect(decades).toContain(decade)
    expect(new Set(read.films.flatMap(({ countries }) => countries)).size).toBeGreaterThanOrEqual(20)
    const american = read.films.filter(({ countries }) => countries.includes('US')).length
    expect(american / read.films.length).toBeLessThan(0.6)
  })

  it('has films of every genre that it knows', () => {
    const counts = new Map<string, number>()
    for (const genre of read.films.flatMap(({ genres }) => genres)) counts.set(genre, (counts.get(genre) ?? 0) + 1)
    counts.delete('IMAX')
    expect(counts.size).toBe(18)
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5)
  })

  it('starts every title with its article, as people say it', () => {
    expect(read.films.filter(({ title }) => /, (The|A|An|La|Le|Les|Der|Die|Das|El|Il)$/.test(title))).toEqual([])
  })
})
