// From the catalogue's text to terms and weighted counts, before any idf.
import type { Csr } from '@/lib/math/csr'
import type { ItemText, TermField } from '../contract'
import type { ContentConfig } from './config'
import { HOUSEKEEPING_TAGS } from './stop-words'
import { TermTotals } from './term-totals'
import { foldPhrase } from './tokenise'
import { Vocabulary, type Term } from './vocabulary'

export interface Documents {
  terms: Term[]
  /** (nItems × nTerms) Σ over fields of weight · (1 + ln tf); the terms of a row in the order in which they were met. */
  counts: Csr<Float32Array>
}

type Weights = ContentConfig['weights']

/**
 * Reads the terms of every item. Terms are numbered by first appearance, hence the same for the same catalogue.
 * Cost: O(total text) time; 8 bytes per term of each item, and a hundred per distinct spelling while it runs.
 */
export function readDocuments(texts: readonly ItemText[], weights: Weights): Documents {
  const reader = new DocumentReader(weights, texts.length)
  for (const text of texts) reader.read(text)
  return { terms: reader.vocabulary.list(), counts: reader.totals.rows() }
}

const describing = (phrases: readonly string[]) =>
  phrases.length === 0 ? phrases : phrases.filter((phrase) => !HOUSEKEEPING_TAGS.has(foldPhrase(phrase)))

class DocumentReader {
  readonly vocabulary = new Vocabulary()
  readonly totals: TermTotals

  constructor(
    private readonly weights: Weights,
    nItems: number,
  ) {
    this.totals = new TermTotals(nItems)
  }

  read(text: ItemText): void {
    const { weights } = this
    const keywords = describing(text.keywords)
    const tags = describing(text.tags)
    this.words(weights.overview, text.overview)
    this.words(weights.title, text.title)
    if (keywords.length + tags.length > 0) this.words(weights.keywordWords, [...keywords, ...tags].join(' | '))
    this.phrases(weights.genres, 'genre', text.genres)
    this.phrases(weights.keywords, 'theme', keywords)
    this.phrases(weights.tags, 'theme', tags)
    this.phrases(weights.directors, 'director', text.directors)
    this.phrases(weights.cast, 'cast', text.cast)
    this.totals.endRow()
  }

  private words(weight: number, text: string): void {
    if (weight === 0 || text === '') return
    this.vocabulary.readWords(text, this.totals)
    this.totals.addMentions(weight)
  }

  private phrases(weight: number, field: TermField, names: readonly string[]): void {
    if (weight === 0 || names.length === 0) return
    for (const name of names) this.vocabulary.readPhrase(field, name, this.totals)
    this.totals.addMentions(weight)
  }
}
