// Numbers the terms of a catalogue, and remembers how each was spelt.
import type { TermField } from '../contract'
import { UNCOUNTED, type TermTotals } from './term-totals'
import { foldPhrase, normaliseTheme, normaliseWord } from './tokenise'
import { WordReader } from './word-reader'

/** A term belongs to one field, so that a director and an actor of the same name stay two. */
export interface Term {
  field: TermField
  /** As people write it: the most frequent spelling. */
  label: string
}

interface Spelling {
  label: string
  /** {@link UNCOUNTED}, or a term. */
  term: number
  uses: number
}

/**
 * Terms are numbered by their first appearance. Spellings are looked up first: folding and stemming each of them once is what keeps this fast.
 * A hundred bytes per distinct spelling.
 */
export class Vocabulary {
  private readonly fields: TermField[] = []
  private readonly terms = new Map<TermField, Map<string, number>>()
  private readonly reader = new WordReader()
  /** By id of the reader. */
  private wordTerms = new Int32Array(1024)
  private nWords = 0
  private readonly phrases = new Map<TermField, Map<string, Spelling>>()

  /** Mentions the term of every word of a text that counts. O(length). */
  readWords(text: string, totals: TermTotals): void {
    const ids = this.reader.read(text)
    if (this.reader.size > this.nWords) this.meetWords()
    totals.mentionAll(ids, this.wordTerms, this.fields.length)
  }

  /** Mentions the term of a name or phrase, where anything of it counts. */
  readPhrase(field: TermField, phrase: string, totals: TermTotals): void {
    const label = phrase.trim()
    const phrases = mapOf(this.phrases, field)
    let known = phrases.get(label)
    if (!known) {
      const normal = field === 'theme' ? normaliseTheme(label) : foldPhrase(label)
      phrases.set(label, (known = { label, term: this.number(field, normal), uses: 0 }))
    }
    known.uses++
    if (known.term !== UNCOUNTED) totals.mention(known.term)
  }

  /** Every term with its most frequent spelling; among equals the first in code-point order. */
  list(): Term[] {
    const best: (Spelling | undefined)[] = this.fields.map(() => undefined)
    const offer = (spelling: Spelling) => {
      const { label, term, uses } = spelling
      const rival = best[term]
      if (!rival || uses > rival.uses || (uses === rival.uses && label < rival.label)) best[term] = spelling
    }
    const uses = this.reader.uses()
    this.reader.spellings().forEach((label, id) => {
      if (this.wordTerms[id] !== UNCOUNTED) offer({ label, term: this.wordTerms[id], uses: uses[id] })
    })
    for (const phrases of this.phrases.values())
      for (const spelling of phrases.values()) if (spelling.term !== UNCOUNTED) offer(spelling)
    return this.fields.map((field, term) => ({ field, label: best[term]?.label ?? '' }))
  }

  /** Gives the words that the reader met since the last time their terms. */
  private meetWords(): void {
    const { size } = this.reader
    if (size > this.wordTerms.length) this.wordTerms = grown(this.wordTerms, 2 * size)
    for (const spelling of this.reader.spellings(this.nWords))
      this.wordTerms[this.nWords++] = this.number('word', normaliseWord(spelling))
  }

  private number(field: TermField, normal: string): number {
    if (normal === '') return UNCOUNTED
    const terms = mapOf(this.terms, field)
    const known = terms.get(normal)
    if (known !== undefined) return known
    terms.set(normal, this.fields.length)
    return this.fields.push(field) - 1
  }
}

function mapOf<V>(maps: Map<TermField, Map<string, V>>, field: TermField): Map<string, V> {
  const known = maps.get(field) ?? new Map<string, V>()
  maps.set(field, known)
  return known
}

function grown(array: Int32Array, length: number) {
  const larger = new Int32Array(length)
  larger.set(array)
  return larger
}
