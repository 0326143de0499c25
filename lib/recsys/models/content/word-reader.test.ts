// Reading words byte by byte beside the regular expressions that say what a word is.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitWords } from './tokenise'
import { WordReader } from './word-reader'

const wordsOf = (reader: WordReader, text: string) => {
  const ids = Array.from(reader.read(text))
  const spellings = reader.spellings()
  return ids.map((id) => spellings[id])
}

describe('reading words', () => {
  test.each([
    "Ted's job - at O'Brien's!",
    "it's's 'quoted' rock'n'roll 'tis o'9 a'b2c d''e s's",
    'tabs\tand\nlines, 2001: A SPACE ODYSSEY',
    'Amélie’s Kelvin degrees, 黒澤 明',
    '',
    "'",
  ])('%j falls into the words that the expressions find', (text) => {
    expect(wordsOf(new WordReader(), text)).toEqual(splitWords(text))
  })

  test('any texts, one after the other, fall into the words that the expressions find', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'b', 'S', 's', '7', "'", ' ', '-', '\n'), maxLength: 40 })
    const any = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(fc.array(fc.oneof(plain, any), { maxLength: 20 }), (texts) => {
        const reader = new WordReader()
        for (const text of texts) expect(wordsOf(reader, text)).toEqual(splitWords(text))
      }),
      { numRuns: 500 },
    )
  })

  test('a word has one number wherever it stands, numbers follow first appearance, also when there are many', () => {
    const reader = new WordReader()
    const words = Array.from({ length: 20_000 }, (_, i) => `q${i.toString(36)}`)
    const ids = Array.from(reader.read(words.join(' ')))
    expect(ids).toEqual(Array.from(words.keys()))
    expect(Array.from(reader.read(words.toReversed().join(', ')))).toEqual(ids.toReversed())
    expect(Array.from(reader.read(`Café ${words[7]} café`))).toEqual([20_000, 7, 20_000])
    expect(reader.size).toBe(20_001)
    expect(reader.uses()).toEqual(Uint32Array.from({ length: 20_001 }, (_, id) => (id === 7 ? 3 : 2)))
    expect(reader.spellings(19_999)).toEqual([words[19_999], 'café'])
    expect(reader.spellings(3, 5)).toEqual(words.slice(3, 5))
  })
})
