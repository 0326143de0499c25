// Numbers the terms of a catalogue, and remembers how each was spelt.
import type { TermField } from '../contract'
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
  /** -1 for what is not counted: stop words and empty names. */
  term: number
  uses: number
}

/**
 * Terms are numbered by their first appearance. Spellings are looked up first: folding and stemming each of them once is what keeps this fast.
 * A hundred bytes per distinct spelling.
 */
export class Vocabulary {
  private readonly fields: TermField[] = []
  private readonly byKey = new Map<string, number>()
  private readonly reader = new WordReader()
  /** By id of the reader. */
  private readonly words: Spelling[] = []
  private readonly phrases = new Map<TermField, Map<string, Spelling>>()

  /** Calls `mention` with the term of every word of a text that counts. O(length). */
  readWords(text: string, mention: (term: number) => void): void {
    const ids = this.reader.read(text)
    for (let w = 0; w < ids.length; w++) {
      const id = ids[w]
      if (id === this.words.length) this.words.push(this.spellWord(this.reader.spelling(id)))
      const word = this.words[id]
      word.uses++
      if (word.term >= 0) mention(word.term)
    }
  }

  /** The term of a name or phrase, or -1 where nothing of it counts. */
  readPhrase(field: TermField, phrase: string): number {
    const label = phrase.trim()
    const phrases = this.phrasesOf(field)
    let known = phrases.get(label)
    if (!known) {
      const normal = field === 'theme' ? normaliseTheme(label) : foldPhrase(label)
      phrases.set(label, (known = { label, term: this.number(field, normal), uses: 0 }))
    }
    known.uses++
    return known.term
  }

  /** Every term with its most frequent spelling; among equals the first in code-point order. */
  terms(): Term[] {
    const best: (Spelling | undefined)[] = this.fields.map(() => undefined)
    const spellings = [...this.words, ...[...this.phrases.values()].flatMap((phrases) => [...phrases.values()])]
    for (const spelling of spellings) {
      const { label, term, uses } = spelling
      if (term < 0) continue
      const rival = best[term]
      if (!rival || uses > rival.uses || (uses === rival.uses && label < rival.label)) best[term] = spelling
    }
    return this.fields.map((field, term) => ({ field, label: best[term]?.label ?? '' }))
  }

  private spellWord(label: string): Spelling {
    return { label, term: this.number('word', normaliseWord(label)), uses: 0 }
  }

  private phrasesOf(field: TermField): Map<string, Spelling> {
    const known = this.phrases.get(field) ?? new Map<string, Spelling>()
    this.phrases.set(field, known)
    return known
  }

  private number(field: TermField, normal: string): number {
    if (normal === '') return -1
    const key = `${field}:${normal}`
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    this.byKey.set(key, this.fields.length)
    return this.fields.push(field) - 1
  }
}
