// Splits texts into words and numbers them, without making a string of a word that it has met before.
import { splitWords } from './tokenise'

const APOSTROPHE = 39
const LETTER_S = 115
/** Of each byte of a plain text: its lower case where it is a letter or digit, else 0. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = byte < 128 ? String.fromCharCode(byte).toLowerCase() : ''
  return /^[a-z0-9]$/.test(character) ? character.charCodeAt(0) : 0
})
const isLetter = (byte: number) => LOWER[byte] >= 97

/**
 * Numbers distinct words by their first appearance. Plain (ASCII) texts, which most are, are read byte by byte, and their words looked up in an
 * open-addressing table of bytes; the words of others are found by {@link splitWords}, which says what a word is, and by which both are held
 * to the same words.
 * Cost: O(length of the text); about 30 bytes and its letters per distinct word.
 */
export class WordReader {
  private readonly encoder = new TextEncoder()
  private bytes = new Uint8Array(4096)
  private found = new Int32Array(1024)
  /** Id + 1 of the plain word in each slot, 0 where there is none; never more than half full. */
  private slots = new Int32Array(4096)
  /** By id: its hash, and where its letters end in `letters`; words that are not plain have none there. */
  private hashes = new Int32Array(2048)
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

  /** As it was written, in lower case. */
  spelling(id: number): string {
    const foreign = this.foreignById.get(id)
    if (foreign !== undefined) return foreign
    return String.fromCharCode(...this.letters.subarray(id > 0 ? this.ends[id - 1] : 0, this.ends[id]))
  }

  private readPlain(length: number): number {
    this.makeRoom((length >> 1) + 1)
    const { bytes, found } = this
    let count = 0
    for (let at = 0; at < length;) {
      if (LOWER[bytes[at]] === 0) {
        at++
        continue
      }
      const start = at
      at = this.endOfWord(start, length)
      const possessive = at - start > 2 && bytes[at - 2] === APOSTROPHE && bytes[at - 1] === LETTER_S
      found[count++] = this.lookUp(start, possessive ? at - 2 : at)
    }
    return count
  }

  private makeRoom(words: number): void {
    if (this.found.length < words) this.found = new Int32Array(2 * words)
  }

  /** Letters and digits, then any number of apostrophes followed by letters; made lower case on the way. */
  private endOfWord(start: number, length: number): number {
    const { bytes } = this
    let at = start
    for (let lower = LOWER[bytes[at]]; at < length && lower !== 0; lower = LOWER[bytes[at]]) bytes[at++] = lower
    while (at + 1 < length && bytes[at] === APOSTROPHE && isLetter(bytes[at + 1]))
      for (at++; at < length && isLetter(bytes[at]); at++) bytes[at] = LOWER[bytes[at]]
    return at
  }

  private readAny(text: string): number {
    const words = splitWords(text)
    this.makeRoom(words.length)
    for (let w = 0; w < words.length; w++) this.found[w] = this.idOf(words[w])
    return words.length
  }

  private idOf(word: string): number {
    if (this.encoder.encodeInto(word, this.bytes).written === word.length) return this.lookUp(0, word.length)
    const known = this.foreign.get(word)
    if (known !== undefined) return known
    this.foreign.set(word, this.nWords)
    this.foreignById.set(this.nWords, word)
    return this.add(0, 0, 0)
  }

  /** The id of the word that `bytes` hold from start to end. */
  private lookUp(start: number, end: number): number {
    const { bytes, slots } = this
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
    hash ^= hash >>> 15
    const mask = slots.length - 1
    let slot = hash & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask)
      if (this.hashes[slots[slot] - 1] === hash && this.holds(slots[slot] - 1, start, end)) return slots[slot] - 1
    slots[slot] = this.nWords + 1
    return this.add(hash, start, end)
  }

  private holds(id: number, start: number, end: number): boolean {
    const { bytes, letters, ends } = this
    const first = id > 0 ? ends[id - 1] : 0
    if (ends[id] - first !== end - start) return false
    for (let at = start; at < end; at++) if (letters[first + at - start] !== bytes[at]) return false
    return true
  }

  private add(hash: number, start: number, end: number): number {
    const id = this.nWords++
    const first = id > 0 ? this.ends[id - 1] : 0
    const last = first + end - start
    if (last > this.letters.length) this.letters = grown(this.letters, 2 * last)
    this.letters.set(this.bytes.subarray(start, end), first)
    this.hashes[id] = hash
    this.ends[id] = last
    if (this.nWords === this.hashes.length) this.enlarge()
    return id
  }

  /** Room for twice as many words, and twice as many slots as that. */
  private enlarge(): void {
    this.hashes = grown(this.hashes, 2 * this.nWords)
    this.ends = grown(this.ends, 2 * this.nWords)
    const former = this.slots
    const slots = new Int32Array(2 * former.length)
    const mask = slots.length - 1
    for (const entry of former) {
      if (entry === 0) continue
      let slot = this.hashes[entry - 1] & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry
    }
    this.slots = slots
  }
}

function grown<T extends Int32Array | Uint32Array | Uint8Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length)
  larger.set(array)
  return larger
}
