// Titles by trigram: which of them contain a query, or something like it, and how well they match.
import { innerTrigramsOf, trigramsOf, WordSimilarity } from './trigrams'

export interface FoldedTitle {
  /** The title alone. */
  title: string
  /** The title with its alternatives. */
  text: string
}

/** What is less similar than this does not match. */
const LEAST_SIMILAR = 0.4
/** From this length on a query may have typos. */
const FORGIVING_LENGTH = 3

/** Tenths, so that they are whole: 50 the whole title, 40 its beginning, 30 the beginning of a word, 20 anywhere, below 11 the similarity. */
const [WHOLE, BEGINNING, WORD, ANYWHERE] = [50, 40, 30, 20]

/**
 * The same matches as the database's function `match_movies`, which a test holds it to.
 * Memory: about 12 bytes per character of a title. Cost of a query: the postings of its trigrams and of what they have in common.
 */
export class TitleIndex {
  private readonly numbers = new Map<string, number>()
  /** Trigrams of title i in their order: `trigrams[starts[i]…starts[i + 1])`. */
  private readonly starts: Int32Array
  private readonly trigrams: Int32Array
  /** Titles that have a trigram, each once, ascending. */
  private readonly postings: Int32Array[]
  private readonly similarity: WordSimilarity
  /** How many trigrams of the query each title has; zero between queries. */
  private readonly shared: Uint16Array

  constructor(private readonly titles: readonly FoldedTitle[]) {
    this.starts = new Int32Array(titles.length + 1)
    const all: number[] = []
    const holders: number[][] = []
    for (const [title, { text }] of titles.entries()) {
      for (const trigram of trigramsOf(text)) {
        const number = this.numberOf(trigram)
        all.push(number)
        const known = (holders[number] ??= [])
        if (known.at(-1) !== title) known.push(title)
      }
      this.starts[title + 1] = all.length
    }
    this.trigrams = Int32Array.from(all)
    this.postings = holders.map((titles) => Int32Array.from(titles))
    this.similarity = new WordSimilarity(holders.length)
    this.shared = new Uint16Array(titles.length)
  }

  private numberOf(trigram: string): number {
    let number = this.numbers.get(trigram)
    if (number === undefined) this.numbers.set(trigram, (number = this.numbers.size))
    return number
  }

  /**
   * @param query folded as the titles are.
   * @returns titles, the best match first, among equals in the order of the titles.
   */
  match(query: string): Int32Array {
    if (query === '') return new Int32Array(0)
    const matches = new Map<number, number>()
    if ([...query].length >= FORGIVING_LENGTH)
      for (const [title, similarity] of this.similarTo(query)) matches.set(title, similarity)
    for (const title of this.mayContain(query)) {
      const level = this.levelOf(title, query)
      if (level > 0) matches.set(title, level)
    }
    const size = this.titles.length
    const keys = Float64Array.from(matches, ([title, level]) => (WHOLE - level) * size + title).sort()
    return Int32Array.from(keys, (key) => key % size)
  }

  private levelOf(title: number, query: string): number {
    const { title: own, text } = this.titles[title]
    if (own === query) return WHOLE
    const at = text.indexOf(query)
    if (at < 0) return 0
    if (at === 0) return BEGINNING
    return text.includes(` ${query}`) ? WORD : ANYWHERE
  }

  private *mayContain(query: string): Iterable<number> {
    const inner = innerTrigramsOf(query).map((trigram) => this.numbers.get(trigram))
    if (inner.length === 0) yield* this.titles.keys()
    if (inner.includes(undefined)) return
    const lists = inner.map((number) => this.postings[number ?? 0])
    if (lists.length > 0) yield* lists.reduce((rarest, list) => (list.length < rarest.length ? list : rarest))
  }

  /** Titles with their similarity in tenths, rounded. */
  private similarTo(query: string): [title: number, tenths: number][] {
    const distinct = [...new Set(trigramsOf(query))]
    const known = distinct.map((trigram) => this.numbers.get(trigram)).filter((number) => number !== undefined)
    this.similarity.setQuery(known, distinct.length)
    const found: [number, number][] = []
    for (const title of this.sharing(known, distinct.length * LEAST_SIMILAR)) {
      const similarity = this.similarity.of(this.trigrams, this.starts[title], this.starts[title + 1])
      if (similarity >= LEAST_SIMILAR) found.push([title, toTenths(similarity)])
    }
    return found
  }

  /** Titles with at least so many of the trigrams; no similarity is greater than the share of the query's that a title has. */
  private sharing(trigrams: readonly number[], least: number): number[] {
    const { shared } = this
    const touched: number[] = []
    for (const trigram of trigrams)
      for (const title of this.postings[trigram]) if (shared[title]++ === 0) touched.push(title)
    const enough = touched.filter((title) => shared[title] >= least - 1e-6)
    for (const title of touched) shared[title] = 0
    return enough
  }
}

/** As Postgres rounds a single float that was made a decimal of six digits. */
const toTenths = (similarity: number) => {
  const known = tenths.get(similarity)
  if (known !== undefined) return known
  const rounded = Math.round(Number((Number(similarity.toPrecision(6)) * 10).toPrecision(6)))
  tenths.set(similarity, rounded)
  return rounded
}

/** Few fractions occur, and making decimals of them is slow. */
const tenths = new Map<number, number>()
