// Words of plain texts: the kernel against its readable twin.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberWords } from './references/words'
import { WordTable } from './words'

describe('a table of words', () => {
  test('numbers the words that the twin finds, whatever their length and wherever they stand', () => {
    const table = new WordTable()
    const known = new Map<string, number>()
    const unit = fc.constantFrom('a', 'B', 'z', '0', '9', "'", 's', ' ', '-', '@', '[', '`', '{', '/', ':', '\u007f')
    // Twice the same, so that many words are longer than what is compared at once.
    const text = fc.string({ unit, maxLength: 70 }).map((half) => `${half}${half.slice(3)}`)
    fc.assert(
      fc.property(text, (one) => {
        expect(Array.from(table.read(one) ?? [])).toEqual(numberWords(one, known))
      }),
      { numRuns: 2_000 },
    )
    expect(table.spellings()).toEqual([...known.keys()])
  })

  test('long words that begin alike stay apart, in any case', () => {
    const table = new WordTable()
    const beginning = 'counterrevolution'
    const text = `${beginning} ${beginning}s ${beginning}ary ${beginning.toUpperCase()}ARY ${beginning.slice(0, 8)}`
    expect(Array.from(table.read(text) ?? [])).toEqual([0, 1, 2, 2, 3])
  })

  test('keeps its numbers while it grows, also of words as long as each other that begin alike', () => {
    const table = new WordTable()
    const words = Array.from({ length: 50_000 }, (_, i) => `counting${String(i).padStart(5, '0')}`)
    for (let from = 0; from < words.length; from += 1_000) table.read(words.slice(from, from + 1_000).join(' '))
    expect(table.size).toBe(50_000)
    expect(Array.from(table.read(words.join('.')) ?? [])).toEqual(Array.from(words.keys()))
    expect(table.spellings(31_000, 31_003)).toEqual(words.slice(31_000, 31_003))
    expect(table.uses()).toEqual(new Uint32Array(50_000).fill(2))
  })

  test('a text that is not plain is left to others, a word of theirs takes a number', () => {
    const table = new WordTable()
    table.read('one two')
    expect(table.read('Café one')).toBeNull()
    expect(table.numberOf('café')).toBeNull()
    expect(table.numberOf('one')).toBe(0)
    expect(table.skip()).toBe(2)
    expect(Array.from(table.read('three one') ?? [])).toEqual([3, 0])
    expect(table.spellings()).toEqual(['one', 'two', '', 'three'])
    expect(Array.from(table.uses())).toEqual([3, 1, 0, 1])
  })

  test('a text of nothing, and one longer than any before, are read', () => {
    const table = new WordTable()
    expect(Array.from(table.read('') ?? [])).toEqual([])
    expect(table.read('a '.repeat(100_000))).toHaveLength(100_000)
  })
})
