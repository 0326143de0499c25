// Splits texts into words and numbers them, without making a string of a word that it has met before.
import { splitWords } from './tokenise'

const APOSTROPHE = 39
const LETTER_S = 115
/** Of each byte of a plain text: its lower case where it is a letter or digit, else 0. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = byte < 128 ? String.fromCharCode(byte).toLowerCase() : ''
  return /^[a-z0-9]$/.test(character) ? character.charCodeAt(0) : 0
})
/** Of Fowler, Noll & Vo's hash; its low bits alone decide too much, so the high ones are folded in. */
const HASH_FACTOR = 0x01000193
const slotOf = (hash: number) => (hash ^ (hash >>> 15)) << 1
const isLetter = (byte: number) => LOWER[byte] >= 97

/**
 * Numbers distinct words by their first appearance. Plain (ASCII) texts, which most are, are read byte by byte, and their words looked up in an
 * open-addressing table of bytes; the words of others are found by {@link splitWords}, which says what a word is, and by which both are held
 * to the same words.
 * Cost: O(length of the text); about 30 bytes and its letters per distinct word.
 */
export class WordReader {
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder()
  private bytes = new Uint8Array(4096)
  private found = new Int32Array(1024)
  /** Pairs: id + 1 of a plain word, 0 where there is none, and its hash. Never more than half full. */
  private slots = new Int32Array(8192)
  /** By id: where its letters end in `letters`; words that are not plain have none there. */
  private ends = new Uint32Array(2048)
  private letters = new Uint8Array(16384)
  private readonly foreign = new Map<string, number>()
  private readonly foreignById = new Map<number, string>()
  private nWords = 0

  /** How many distinct words there are so far. */
  get size() {
    return this.nWords
  }

  /** The words of a text in order, as ids, in an array that the next call overwrites. */
  read(text: string): Int32Array {
    if (this.bytes.length < 3 * text.length) this.bytes = new Uint8Array(6 * text.length)
    // A text is plain where every character became one byte.
    const { written } = this.encoder.encodeInto(text, this.bytes)
    const count = written === text.length ? this.readPlain(written) : this.readAny(text)
    return this.found.subarray(0, count)
  }

  /** The words from…to as they were written, in lower case. */
  spellings(from = 0, to = this.nWords): string[] {
    const first = this.startOf(from)
    const text = this.decoder.decode(this.letters.subarray(first, this.startOf(to)))
    return Array.from(
      { length: to - from },
      (_, i) =>
        this.foreignById.get(from + i) ??
        text.slice(this.startOf(from + i) - first, this.startOf(from + i + 1) - first),
    )
  }

  /** Where the letters of a word begin. */
  private startOf(id: number): number {
    return id > 0 ? this.ends[id - 1] : 0
  }

  /** Words are letters and digits, then any number of apostrophes followed by letters; made lower case on the way. */
  private readPlain(length: number): number {
    this.makeRoom((length >> 1) + 1)
    const { bytes, found } = this
    // Ends the last word, so that no other loop has to look for the end of the text.
    bytes[length] = 0
    let count = 0
    for (let at = 0; at < length;) {
      const start = at
      let hash = 0
      for (let lower = LOWER[bytes[at]]; lower !== 0; lower = LOWER[bytes[++at]]) {
        bytes[at] = lower
        hash = Math.imul(hash ^ lower, HASH_FACTOR)
      }
      if (at === start) at++
      else if (bytes[at] !== APOSTROPHE || !isLetter(bytes[at + 1])) found[count++] = this.lookUp(hash, start, at)
      else {
        at = this.endOfContraction(at)
        const possessive = bytes[at - 2] === APOSTROPHE && bytes[at - 1] === LETTER_S
        const end = possessive ? at - 2 : at
        found[count++] = this.lookUp(this.hashOf(start, end), start, end)
      }
    }
    return count
  }

  private makeRoom(words: number): void {
    if (this.found.length < words) this.found = new Int32Array(2 * words)
  }

  private endOfContraction(apostrophe: number): number {
    const { bytes } = this
    let at = apostrophe
    while (bytes[at] === APOSTROPHE && isLetter(bytes[at + 1]))
      for (at++; isLetter(bytes[at]); at++) bytes[at] = LOWER[bytes[at]]
    return at
  }

  private hashOf(start: number, end: number): number {
    let hash = 0
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ this.bytes[at], HASH_FACTOR)
    return hash
  }

  private readAny(text: string): number {
    const words = splitWords(text)
    this.makeRoom(words.length)
    for (let w = 0; w < words.length; w++) this.found[w] = this.idOf(words[w])
    return words.length
  }

  private idOf(word: string): number {
    if (this.encoder.encodeInto(word, this.bytes).written === word.length)
      return this.lookUp(this.hashOf(0, word.length), 0, word.length)
    const known = this.foreign.get(word)
    if (known !== undefined) return known
    this.foreign.set(word, this.nWords)
    this.foreignById.set(this.nWords, word)
    return this.add(0, 0)
  }

  /** The id of the word that `bytes` hold from start to end. */
  private lookUp(hash: number, start: number, end: number): number {
    const { slots } = this
    const mask = slots.length - 2
    let slot = slotOf(hash) & mask
    for (; slots[slot] !== 0; slot = (slot + 2) & mask)
      if (slots[slot + 1] === hash && this.holds(slots[slot] - 1, start, end)) return slots[slot] - 1
    slots[slot] = this.nWords + 1
    slots[slot + 1] = hash
    return this.add(start, end)
  }

  private holds(id: number, start: number, end: number): boolean {
    const { bytes, letters, ends } = this
    const first = this.startOf(id)
    if (ends[id] - first !== end - start) return false
    for (let at = start; at < end; at++) if (letters[first + at - start] !== bytes[at]) return false
    return true
  }

  private add(start: number, end: number): number {
    const id = this.nWords++
    const first = this.startOf(id)
    const last = first + end - start
    if (last > this.letters.length) this.letters = grown(this.letters, 2 * last)
    for (let at = start; at < end; at++) this.letters[first + at - start] = this.bytes[at]
    this.ends[id] = last
    if (this.nWords === this.ends.length) this.enlarge()
    return id
  }

  /** Room for twice as many words, and twice as many slots as that. */
  private enlarge(): void {
    this.ends = grown(this.ends, 2 * this.nWords)
    const former = this.slots
    const slots = new Int32Array(2 * former.length)
    const mask = slots.length - 2
    for (let at = 0; at < former.length; at += 2) {
      if (former[at] === 0) continue
      let slot = slotOf(former[at + 1]) & mask
      while (slots[slot] !== 0) slot = (slot + 2) & mask
      slots[slot] = former[at]
      slots[slot + 1] = former[at + 1]
    }
    this.slots = slots
  }
}

function grown<T extends Uint32Array | Uint8Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length)
  larger.set(array)
  return larger
}
