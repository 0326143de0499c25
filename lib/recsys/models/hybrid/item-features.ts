// What is known of a film before anybody has rated it: genres, themes, people and its time, as a sparse row.
import type { Csr } from '@/lib/math/csr'
import type { ItemText, TagGenome, TrainingData } from '../contract'

/** Rows are items; a row without entries is a film of which nothing is known. */
export interface ItemFeatures {
  nFeatures: number
  rows: Csr<Float32Array>
}

/** Films without ratings, and what every film is. */
export interface ColdCatalogue {
  /** Ascending. */
  items: Int32Array
  features: ItemFeatures
}

/** A feature that fewer films have teaches nothing that holds for others. */
const MIN_FILMS = 3
/** A tag of the genome belongs to a film from this relevance on. */
const MIN_RELEVANCE = 0.5
/** Years between the points in time on which a film's year is spread. */
const YEAR_STEP = 5

/**
 * 1 for every genre, keyword, tag, director and actor that at least three films have, the most frequent first; a film's year is
 * shared between the two multiples of five around it; tags of the genome count by their relevance, from a half on. Every film with a feature also has a constant one.
 * Cost: O(total names) time, 8 bytes per entry.
 * @param maxFeatures how many are kept, the constant among them.
 */
export function readFeatures(
  { texts, genome }: Pick<TrainingData, 'texts' | 'genome'>,
  maxFeatures: number,
): ItemFeatures {
  const named = texts.map(namesOf)
  if (genome) addGenome(named, genome)
  const counts = new Map<string, number>()
  for (const names of named) for (const name of names.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  const kept = [...counts]
    .filter(([, films]) => films >= MIN_FILMS)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, Math.max(0, maxFeatures - 1))
  const numbers = new Map(kept.map(([name], i) => [name, i + 1]))
  return { nFeatures: kept.length + 1, rows: pack(named, numbers) }
}

function namesOf({ genres, keywords, tags, directors, cast, year }: ItemText): Map<string, number> {
  const names = new Map<string, number>()
  const add = (kind: string, values: readonly string[]) => {
    for (const value of values) names.set(`${kind}:${value.trim().toLowerCase()}`, 1)
  }
  add('genre', genres)
  add('theme', keywords)
  add('theme', tags)
  add('director', directors)
  add('cast', cast)
  if (year) {
    const below = Math.floor(year / YEAR_STEP) * YEAR_STEP
    const share = (year - below) / YEAR_STEP
    names.set(`year:${below}`, 1 - share)
    if (share > 0) names.set(`year:${below + YEAR_STEP}`, share)
  }
  return names
}

function addGenome(named: readonly Map<string, number>[], { tags, items, relevance }: TagGenome): void {
  items.forEach((item, row) => {
    for (let t = 0; t < tags.length; t++) {
      const value = relevance[row * tags.length + t]
      if (value >= MIN_RELEVANCE) named[item].set(`genome:${tags[t].toLowerCase()}`, value)
    }
  })
}

function pack(named: readonly Map<string, number>[], numbers: ReadonlyMap<string, number>): Csr<Float32Array> {
  const indptr = new Uint32Array(named.length + 1)
  const indices: number[] = []
  const values: number[] = []
  named.forEach((names, item) => {
    const own = [...names].flatMap(([name, value]) => {
      const number = numbers.get(name)
      return number === undefined ? [] : [{ number, value }]
    })
    own.sort((a, b) => a.number - b.number)
    if (own.length > 0) own.unshift({ number: 0, value: 1 })
    for (const { number, value } of own) {
      indices.push(number)
      values.push(value)
    }
    indptr[item + 1] = indices.length
  })
  return { indptr, indices: Int32Array.from(indices), values: Float32Array.from(values) }
}

/** Whether anything is known of an item. */
export const hasFeatures = ({ rows: { indptr } }: ItemFeatures, item: number) => indptr[item] < indptr[item + 1]
