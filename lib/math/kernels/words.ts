// Numbers the distinct words of plain texts, in the memory of kernels.
import { Kernels } from './pool'

/** What a kernel may read or write beyond the bytes it was given. */
const MARGIN = 16
/** Of 32 bits: two of letters, the number + 1, the uses. */
const ENTRY_WORDS = 4
const FIRST_ENTRIES = 8192
const FIRST_LETTERS = 1 << 16
const FIRST_TEXT = 4096

/**
 * Words of ASCII texts, numbered by their first appearance. A word is letters and digits, then any number of apostrophes followed by letters;
 * case does not count, nor does a possessive 's at the end. What a word is, in two lines: ./references/words.ts.
 *
 * Cost: O(length of the text), sixteen bytes at a time; 25 to 50 bytes and its letters per distinct word, and as much again while they grow.
 */
export class WordTable {
  private readonly kernels = new Kernels({ threads: 1 })
  private readonly count = this.kernels.allocate(Int32Array, 1)
  private readonly encoder = new TextEncoder()
  private text = this.kernels.allocate(Uint8Array, FIRST_TEXT + MARGIN)
  private found = this.kernels.allocate(Int32Array, FIRST_TEXT + 2)
  private table = this.kernels.allocate(Uint32Array, FIRST_ENTRIES * ENTRY_WORDS)
  private ends = this.kernels.allocate(Uint32Array, (FIRST_ENTRIES * 3) / 4)
  private letters = this.kernels.allocate(Uint8Array, FIRST_LETTERS + MARGIN)
  /** The kernel on these arrays; none once one of them has become another. */
  private readWords?: (length: number) => number | undefined

  /** How many distinct words there are so far. */
  get size() {
    return this.count[0]
  }

  /** The words of a text in order, as numbers, in an array that the next call overwrites; null for a text that is not ASCII. */
  read(text: string): Int32Array | null {
    if (!this.take(text)) return null
    this.readWords ??= this.bindReader()
    return this.found.subarray(0, this.readWords(text.length))
  }

  /** The number of one word that was found elsewhere; null where it is not ASCII. @param word not empty, in lower case. */
  numberOf(word: string): number | null {
    if (!this.take(word)) return null
    const { text, table, ends, letters, count } = this
    const mask = table.length / ENTRY_WORDS - 1
    return this.kernels.call('lookUpWord', text, word.length, table, mask, ends, letters, count) ?? null
  }

  /** The next number, for a word that is kept elsewhere: its spelling is empty here. */
  skip(): number {
    this.makeRoom(1, 0)
    const word = this.count[0]++
    this.ends[word] = this.startOf(word)
    return word
  }

  /** (size) how often each word was read or asked for; 0 for those kept elsewhere. */
  uses(): Uint32Array {
    const { table } = this
    const uses = new Uint32Array(this.size)
    for (let at = 0; at < table.length; at += ENTRY_WORDS)
      if (table[at + 2] > 0) uses[table[at + 2] - 1] = table[at + 3]
    return uses
  }

  /** The words from…to in lower case. */
  spellings(from = 0, to = this.size): string[] {
    const first = this.startOf(from)
    // A decoder takes no memory that threads share.
    const text = new TextDecoder().decode(this.letters.slice(first, this.startOf(to)))
    return Array.from({ length: to - from }, (_, i) =>
      text.slice(this.startOf(from + i) - first, this.startOf(from + i + 1) - first),
    )
  }

  private bindReader() {
    const { kernels, text, table, ends, letters, count, found } = this
    return kernels.bind('readWords', 1, text, table, table.length / ENTRY_WORDS - 1, ends, letters, count, found)
  }

  /** Where the letters of a word begin. */
  private startOf(word: number): number {
    return word > 0 ? this.ends[word - 1] : 0
  }

  /** Puts a text where kernels read it; false for one that is not plain: every character must have become one byte. */
  private take(text: string): boolean {
    const { length } = text
    if (3 * length + MARGIN > this.text.length) {
      this.readWords = undefined
      this.text = this.kernels.allocate(Uint8Array, 6 * length + MARGIN)
      this.found = this.kernels.allocate(Int32Array, 6 * length + 2)
    }
    if (this.encoder.encodeInto(text, this.text).written !== length) return false
    this.makeRoom((length >> 1) + 1, length)
    return true
  }

  private makeRoom(words: number, letters: number): void {
    const { kernels, size } = this
    const lettersNeeded = this.startOf(size) + letters + MARGIN
    if (lettersNeeded > this.letters.length) {
      const former = this.letters
      this.readWords = undefined
      this.letters = kernels.allocate(Uint8Array, 2 * lettersNeeded)
      this.letters.set(former)
    }
    if (size + words > this.ends.length) this.enlarge(size + words)
  }

  private enlarge(words: number): void {
    this.readWords = undefined
    let entries = this.table.length / ENTRY_WORDS
    while (3 * entries < 4 * words) entries *= 2
    const { kernels, ends, letters, table } = this
    this.ends = kernels.allocate(Uint32Array, (entries * 3) / 4)
    this.ends.set(ends)
    this.table = kernels.allocate(Uint32Array, entries * ENTRY_WORDS)
    kernels.call('moveWords', table, table.length / ENTRY_WORDS, this.table, entries - 1, this.ends, letters)
  }
}
