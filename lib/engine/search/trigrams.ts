// Trigrams of folded text, and how much of a query a text holds somewhere: what Postgres' pg_trgm computes, in memory.

/** As pg_trgm cuts them: each word with two blanks before it and one after it, in the order of the text. */
export function trigramsOf(folded: string): string[] {
  const trigrams: string[] = []
  for (const word of folded.split(' ')) {
    if (word === '') continue
    const padded = [...`  ${word} `]
    for (let at = 0; at + 3 <= padded.length; at++) trigrams.push(padded[at] + padded[at + 1] + padded[at + 2])
  }
  return trigrams
}

/** Those that lie within a word: every text that contains `folded` has them. */
export function innerTrigramsOf(folded: string): string[] {
  return folded.split(' ').flatMap((word) => {
    const letters = [...word]
    return letters.slice(2).map((letter, at) => letters[at] + letters[at + 1] + letter)
  })
}

const share = (common: number, nQuery: number, nExtent: number) => Math.fround(common / (nQuery + nExtent - common))

/**
 * pg_trgm's word_similarity: the greatest Jaccard similarity between the trigrams of a query and those of any continuous
 * extent of a text. The extent grows to the right from one shared trigram to the next, and its left end moves up
 * wherever that makes it more similar.
 */
export class WordSimilarity {
  /** By trigram: where in the present text it was seen last, -1 for not yet. */
  private readonly lastAt: Int32Array
  private readonly inQuery: Uint8Array
  private query: readonly number[] = []
  private nQuery = 0

  /** Trigrams are numbered 0…nTrigrams-1. */
  constructor(nTrigrams: number) {
    this.lastAt = new Int32Array(nTrigrams).fill(-1)
    this.inQuery = new Uint8Array(nTrigrams)
  }

  /**
   * @param known the distinct trigrams of the query that have a number.
   * @param n how many distinct trigrams it has in all.
   */
  setQuery(known: readonly number[], n: number): void {
    for (const trigram of this.query) this.inQuery[trigram] = 0
    for (const trigram of known) this.inQuery[trigram] = 1
    this.query = known
    this.nQuery = n
  }

  /** @param text all trigrams of a text in their order, from `start` up to `end`. Returns 0…1, as a single float. */
  of(text: Int32Array, start: number, end: number): number {
    const { lastAt, inQuery } = this
    let best = 0
    let lower = -1
    let distinct = 0
    let common = 0
    for (let at = start; at < end; at++) {
      const trigram = text[at]
      const shared = inQuery[trigram] === 1
      if (lower < 0 && !shared) continue
      if (lastAt[trigram] < 0) {
        distinct++
        if (shared) common++
      }
      lastAt[trigram] = at
      if (!shared) continue
      if (lower < 0) lower = at
      const shrunk = this.shrink(text, lower, at, distinct, common)
      best = Math.max(best, shrunk.similarity)
      for (let left = lower; left < shrunk.lower; left++) if (lastAt[text[left]] === left) lastAt[text[left]] = -1
      ;({ lower, distinct, common } = shrunk)
    }
    for (let at = start; at < end; at++) lastAt[text[at]] = -1
    return best
  }

  /** The best left end of an extent that ends at `upper`. */
  private shrink(text: Int32Array, lower: number, upper: number, distinct: number, common: number) {
    const { lastAt, inQuery, nQuery } = this
    const best = { lower, distinct, common, similarity: share(common, nQuery, distinct) }
    for (let left = lower; left <= upper; left++) {
      const similarity = share(common, nQuery, distinct)
      if (similarity > best.similarity) Object.assign(best, { lower: left, distinct, common, similarity })
      const trigram = text[left]
      if (lastAt[trigram] !== left) continue
      distinct--
      if (inQuery[trigram] === 1) common--
    }
    return best
  }
}
