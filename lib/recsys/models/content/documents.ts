// From the catalogue's text to terms and weighted counts, before any idf.
import type { ItemText, TermField } from '../contract'
import type { ContentConfig } from './config'
import { HOUSEKEEPING_TAGS } from './stop-words'
import { foldPhrase, normaliseTheme, normaliseWord, splitWords } from './tokenise'

/** A term belongs to one field, so that a director and an actor of the same name stay two. */
export interface Term {
  field: TermField
  /** As people write it: the most frequent spelling. */
  label: string
}

/** One film: distinct terms and Σ over fields of weight · (1 + ln tf). */
export interface TermCounts {
  terms: Int32Array
  counts: Float32Array
}

export interface Documents {
  terms: Term[]
  /** One per item, terms ascending. */
  items: TermCounts[]
}

type Weights = ContentConfig['weights']

/**
 * Reads the terms of every item. Terms are numbered by first appearance, hence the same for the same catalogue.
 * Cost: O(total text) time; a few hundred bytes per distinct spelling while it runs.
 */
export function readDocuments(texts: readonly ItemText[], weights: Weights): Documents {
  const vocabulary = new Vocabulary()
  const items = texts.map((text) => toTermCounts(countTerms(text, weights, vocabulary)))
  return { terms: vocabulary.terms(), items }
}

/** Term → weighted count of one item. */
function countTerms(text: ItemText, weights: Weights, vocabulary: Vocabulary): Map<number, number> {
  const totals = new Map<number, number>()
  const add = (weight: number, terms: readonly number[]) => {
    if (weight === 0) return
    for (const [term, tf] of tally(terms)) totals.set(term, (totals.get(term) ?? 0) + weight * (1 + Math.log(tf)))
  }
  const words = (text: string) => splitWords(text).map((word) => vocabulary.word(word))
  const phrases = (field: TermField, names: readonly string[]) => names.map((name) => vocabulary.phrase(field, name))
  const describing = (phrase: string) => !HOUSEKEEPING_TAGS.has(foldPhrase(phrase))
  const keywords = text.keywords.filter(describing)
  const tags = text.tags.filter(describing)
  add(weights.overview, words(text.overview))
  add(weights.title, words(text.title))
  add(weights.keywordWords, words([...keywords, ...tags].join(' | ')))
  add(weights.genres, phrases('genre', text.genres))
  add(weights.keywords, phrases('theme', keywords))
  add(weights.tags, phrases('theme', tags))
  add(weights.directors, phrases('director', text.directors))
  add(weights.cast, phrases('cast', text.cast))
  return totals
}

/** How often each term occurs; -1 is what stop words and empty names became. */
function tally(terms: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const term of terms) if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

function toTermCounts(totals: Map<number, number>): TermCounts {
  const terms = Int32Array.from(totals.keys()).sort()
  return { terms, counts: Float32Array.from(terms, (term) => totals.get(term) ?? 0) }
}

interface Spelling {
  /** -1 for what is not counted. */
  term: number
  uses: number
}

/** Numbers terms, and remembers how each was spelt. */
class Vocabulary {
  private readonly fields: TermField[] = []
  private readonly byKey = new Map<string, number>()
  private readonly spellings: Record<TermField, Map<string, Spelling>> = {
    word: new Map(),
    genre: new Map(),
    theme: new Map(),
    director: new Map(),
    cast: new Map(),
  }

  word(spelling: string): number {
    return this.find('word', spelling, normaliseWord)
  }

  phrase(field: TermField, spelling: string): number {
    return this.find(field, spelling.trim(), field === 'theme' ? normaliseTheme : foldPhrase)
  }

  /** Every term with its most frequent spelling; among equals the first in code-point order. */
  terms(): Term[] {
    const best = new Map<number, { label: string; uses: number }>()
    for (const [label, { term, uses }] of Object.values(this.spellings).flatMap((spellings) => [...spellings])) {
      const rival = best.get(term)
      if (!rival || uses > rival.uses || (uses === rival.uses && label < rival.label)) best.set(term, { label, uses })
    }
    return this.fields.map((field, term) => ({ field, label: best.get(term)?.label ?? '' }))
  }

  /** Spellings are looked up first: folding and stemming each of them once is what keeps this fast. */
  private find(field: TermField, label: string, normalise: (spelling: string) => string): number {
    const known = this.spellings[field].get(label)
    if (known) {
      known.uses++
      return known.term
    }
    const normal = normalise(label)
    const term = normal === '' ? -1 : this.number(`${field}:${normal}`, field)
    this.spellings[field].set(label, { term, uses: 1 })
    return term
  }

  private number(key: string, field: TermField): number {
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    this.byKey.set(key, this.fields.length)
    return this.fields.push(field) - 1
  }
}
