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
  const vocabulary = new Vocabulary()
  const totals = new TermTotals(texts.length)
  for (const text of texts) countTerms(text, weights, vocabulary, totals)
  return { terms: vocabulary.terms(), counts: totals.rows() }
}

function countTerms(text: ItemText, weights: Weights, vocabulary: Vocabulary, totals: TermTotals): void {
  const mention = (term: number) => totals.mention(term)
  const words = (weight: number, text: string) => {
    if (weight === 0) return
    vocabulary.readWords(text, mention)
    totals.addMentions(weight)
  }
  const phrases = (weight: number, field: TermField, names: readonly string[]) => {
    if (weight === 0) return
    for (const name of names) {
      const term = vocabulary.readPhrase(field, name)
      if (term >= 0) mention(term)
    }
    totals.addMentions(weight)
  }
  const describing = (phrase: string) => !HOUSEKEEPING_TAGS.has(foldPhrase(phrase))
  const keywords = text.keywords.filter(describing)
  const tags = text.tags.filter(describing)
  words(weights.overview, text.overview)
  words(weights.title, text.title)
  words(weights.keywordWords, [...keywords, ...tags].join(' | '))
  phrases(weights.genres, 'genre', text.genres)
  phrases(weights.keywords, 'theme', keywords)
  phrases(weights.tags, 'theme', tags)
  phrases(weights.directors, 'director', text.directors)
  phrases(weights.cast, 'cast', text.cast)
  totals.endRow()
}
