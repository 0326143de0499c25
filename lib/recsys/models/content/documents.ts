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
  const totals = new TermTotals()
  const items = texts.map((text) => countTerms(text, weights, vocabulary, totals))
  return { terms: vocabulary.terms(), items }
}

function countTerms(text: ItemText, weights: Weights, vocabulary: Vocabulary, totals: TermTotals): TermCounts {
  const words = (weight: number, text: string) => {
    if (weight === 0) return
    for (const word of splitWords(text)) totals.mention(vocabulary.word(word))
    totals.addMentions(weight)
  }
  const phrases = (weight: number, field: TermField, names: readonly string[]) => {
    if (weight === 0) return
    for (const name of names) totals.mention(vocabulary.phrase(field, name))
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
  return totals.drain()
}

/** Term → weighted count of one item, in arrays that all items reuse: a map of its own for each would be half of the time. */
class TermTotals {
  /** By term: mentions in the field at hand, and Σ weight · (1 + ln tf) over the fields before. */
  private mentions = new Int32Array(1024)
  private totals = new Float64Array(1024)
  private readonly mentioned: number[] = []
  private readonly found: number[] = []

  /** -1 is what stop words and empty names became. */
  mention(term: number): void {
    if (term < 0) return
    if (term >= this.mentions.length) this.grow(term)
    if (this.mentions[term]++ === 0) this.mentioned.push(term)
  }

  addMentions(weight: number): void {
    for (const term of this.mentioned) {
      if (this.totals[term] === 0) this.found.push(term)
      this.totals[term] += weight * (1 + Math.log(this.mentions[term]))
      this.mentions[term] = 0
    }
    this.mentioned.length = 0
  }

  /** Terms ascending; everything is at zero afterwards. */
  drain(): TermCounts {
    const terms = Int32Array.from(this.found).sort()
    const counts = new Float32Array(terms.length)
    for (let t = 0; t < terms.length; t++) {
      counts[t] = this.totals[terms[t]]
      this.totals[terms[t]] = 0
    }
    this.found.length = 0
    return { terms, counts }
  }

  private grow(term: number): void {
    const [{ mentions, totals }, length] = [this, 2 * (term + 1)]
    this.mentions = new Int32Array(length)
    this.totals = new Float64Array(length)
    this.mentions.set(mentions)
    this.totals.set(totals)
  }
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
