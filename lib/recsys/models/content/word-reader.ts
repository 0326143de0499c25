// Splits texts into words and numbers them, without making a string of a word that it has met before.
import { WordTable } from '@/lib/math/kernels/words'
import { splitWords } from './tokenise'

/**
 * Numbers distinct words by their first appearance. The words of plain (ASCII) texts, which most are, are found and looked up by a kernel
 * ({@link WordTable}); those of others by {@link splitWords}, which says what a word is, and by which both are held to the same words.
 * Cost: O(length of the text).
 */
export class WordReader {
  private readonly plain = new WordTable()
  /** Words that are not plain have their numbers in the table, too, but not their letters. */
  private readonly foreign = new Map<string, number>()
  private readonly foreignById = new Map<number, { word: string; uses: number }>()

  /** How many distinct words there are so far. */
  get size() {
    return this.plain.size
  }

  /** The words of a text in order, as ids, in an array that the next call overwrites. */
  read(text: string): Int32Array {
    return this.plain.read(text) ?? Int32Array.from(splitWords(text), (word) => this.idOf(word))
  }

  /** The words from…to as they were written, in lower case. */
  spellings(from = 0, to = this.size): string[] {
    return this.plain.spellings(from, to).map((spelling, i) => this.foreignById.get(from + i)?.word ?? spelling)
  }

  /** (size) how often each word was read. */
  uses(): Uint32Array {
    const counted = this.plain.uses()
    for (const [id, { uses }] of this.foreignById) counted[id] = uses
    return counted
  }

  private idOf(word: string): number {
    return this.plain.numberOf(word) ?? this.countForeign(word)
  }

  private countForeign(word: string): number {
    const id = this.foreign.get(word) ?? this.plain.skip()
    const known = this.foreignById.get(id)
    if (known) known.uses++
    else {
      this.foreign.set(word, id)
      this.foreignById.set(id, { word, uses: 1 })
    }
    return id
  }
}
