// The words of plain texts, numbered by their first appearance. The reference is ../references/words.ts.
//
// A word is letters and digits, then any number of apostrophes followed by letters; a possessive 's at its end does not count, nor does case.
// The table has a power of two of entries, `mask` is one less, and never more than three quarters of them are taken. An entry is 16 bytes:
// the first eight letters, filled up with zeros; the number of the word + 1, or 0; how often it was met. All letters of word w
// end at ends[w] (u32) in `letters`; `size` (i32) counts the words. What is read and what is kept are followed by 16 bytes that may be touched.

const APOSTROPHE: u32 = 39
const LETTER_S: u32 = 115
/** 2⁶⁴ divided by the golden ratio: the high bits of a product with it depend on all bits. */
const HASH_FACTOR: u64 = 0x9e3779b97f4a7c15

/**
 * Writes the numbers of the words of an ASCII text (`length` bytes, made lower case in place) to `found` (i32, room for length + 2); returns how
 * many. New words are added: there must be room for length / 2 + 1 of them.
 */
export function readWords(
  length: i32,
  text: usize,
  table: usize,
  mask: u32,
  ends: usize,
  letters: usize,
  size: usize,
  found: usize,
): i32 {
  const count = splitWords(text, length, found)
  // Looking up is mostly waiting for memory: with nothing to guess in between, the waits run side by side.
  for (let w = 0; w < count; w++) {
    const bounds = found + (<usize>w << 3)
    const start = load<u32>(bounds)
    const word = lookUpWord(text + <usize>start, <i32>(load<u32>(bounds, 4) - start), table, mask, ends, letters, size)
    store<i32>(found + (<usize>w << 2), word)
  }
  return count
}

/** The number of a word of `length` lower-case letters, which is added where it is new. */
export function lookUpWord(
  start: usize,
  length: i32,
  table: usize,
  mask: u32,
  ends: usize,
  letters: usize,
  size: usize,
): i32 {
  const eight = eightOf(start, length)
  const entry = entryOf(start, length, eight, table, mask, ends, letters)
  const known = load<i32>(entry, 8)
  store<u32>(entry, load<u32>(entry, 12) + 1, 12)
  if (known != 0) return known - 1
  const word = load<i32>(size)
  const first = startOf(word, ends)
  memory.copy(letters + <usize>first, start, <usize>length)
  store<u32>(ends + (<usize>word << 2), first + <u32>length)
  store<i32>(size, word + 1)
  store<u64>(entry, eight)
  store<i32>(entry, word + 1, 8)
  return word
}

/** Moves all words into another table, which is empty. */
export function moveWords(former: usize, entries: i32, table: usize, mask: u32, ends: usize, letters: usize): void {
  for (const stop = former + (<usize>entries << 4); former < stop; former += 16) {
    const known = load<i32>(former, 8)
    if (known == 0) continue
    const first = startOf(known - 1, ends)
    const length = <i32>(load<u32>(ends + (<usize>(known - 1) << 2)) - first)
    const entry = entryOf(letters + <usize>first, length, load<u64>(former), table, mask, ends, letters)
    v128.store(entry, v128.load(former))
  }
}

/** Writes where the words of a text begin and end (pairs of u32); returns how many there are. */
@inline
function splitWords(text: usize, length: i32, found: usize): i32 {
  const begin = found
  const stop = text + <usize>length
  v128.store(stop, i8x16.splat(0))
  for (let at = text; at < stop; ) {
    const word = lowerWordBytes(at)
    if ((word & 1) == 0) {
      at += <usize>ctz(word | 0x10000)
      continue
    }
    let end = endOfRun(at, word)
    // The byte after a run belongs to no word, unless it is an apostrophe before a letter.
    let next = end + 1
    if (load<u8>(end) == APOSTROPHE && isLetter(load<u8>(end, 1))) {
      next = end = endOfContraction(end)
      if (load<u8>(end - 2) == APOSTROPHE && load<u8>(end - 1) == LETTER_S) end -= 2
    }
    store<u32>(found, <u32>(at - text))
    store<u32>(found, <u32>(end - text), 4)
    found += 8
    at = next
  }
  return <i32>((found - begin) >> 3)
}

/** Where a word stands in the table, or is to stand. */
@inline
function entryOf(
  start: usize,
  length: i32,
  eight: u64,
  table: usize,
  mask: u32,
  ends: usize,
  letters: usize,
): usize {
  let hash = eight * HASH_FACTOR
  for (let at = 8; at < length; at += 8)
    hash = (rotr<u64>(hash, 32) ^ eightOf(start + <usize>at, length - at)) * HASH_FACTOR
  let place = <u32>(hash >> 32) & mask
  let entry = table + (<usize>place << 4)
  while (!isFreeOr(entry, eight, start, length, ends, letters)) {
    place = (place + 1) & mask
    entry = table + (<usize>place << 4)
  }
  return entry
}

/** Whether an entry is free or that of the word. */
@inline
function isFreeOr(entry: usize, eight: u64, start: usize, length: i32, ends: usize, letters: usize): bool {
  const known = load<i32>(entry, 8)
  if (known == 0) return true
  if (load<u64>(entry) != eight) return false
  // Less than eight letters are followed by a zero, by which they differ from all longer ones.
  return length < 8 || isLongWord(known - 1, start, length, ends, letters)
}

function isLongWord(word: i32, start: usize, length: i32, ends: usize, letters: usize): bool {
  const first = startOf(word, ends)
  if (<i32>(load<u32>(ends + (<usize>word << 2)) - first) != length) return false
  return hasTail(letters + <usize>first, start, length)
}

/** Whether two words that begin with the same eight letters go on alike. */
function hasTail(own: usize, start: usize, length: i32): bool {
  for (let at = 8; at < length; at += 8)
    if (eightOf(own + <usize>at, length - at) != eightOf(start + <usize>at, length - at)) return false
  return true
}

@inline
function startOf(word: i32, ends: usize): u32 {
  return word > 0 ? load<u32>(ends + (<usize>(word - 1) << 2)) : 0
}

/** Up to eight letters, filled up with zeros. */
@inline
function eightOf(start: usize, length: i32): u64 {
  const letters = load<u64>(start)
  return length < 8 ? letters & (((<u64>1) << (<u64>length << 3)) - 1) : letters
}

/** Makes the letters of sixteen bytes lower case; bit b of the result says whether byte b is a letter or digit. */
@inline
function lowerWordBytes(at: usize): i32 {
  const bytes = v128.load(at)
  const capitals = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(65)), i8x16.splat(26))
  const lower = v128.or(bytes, v128.and(capitals, i8x16.splat(32)))
  const letters = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(26))
  const digits = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(48)), i8x16.splat(10))
  v128.store(at, lower)
  return i8x16.bitmask(v128.or(letters, digits))
}

/** @param word of the sixteen bytes from `at`, see {@link lowerWordBytes}. */
@inline
function endOfRun(at: usize, word: i32): usize {
  let run = ctz(~word)
  while (run == 16) {
    at += 16
    run = ctz(~lowerWordBytes(at))
  }
  return at + <usize>run
}

function endOfContraction(apostrophe: usize): usize {
  let at = apostrophe
  while (load<u8>(at) == APOSTROPHE && isLetter(load<u8>(at, 1)))
    for (at++; isLetter(load<u8>(at)); at++) store<u8>(at, load<u8>(at) | 32)
  return at
}

@inline
function isLetter(byte: u32): bool {
  return (byte | 32) - 97 < 26
}
