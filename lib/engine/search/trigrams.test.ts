import { describe, expect, it } from 'vitest'
import { innerTrigramsOf, trigramsOf, WordSimilarity } from './trigrams'

describe('the trigrams of a text', () => {
  it('are those of its words, with two blanks before each and one after', () => {
    expect(trigramsOf('cat on')).toEqual(['  c', ' ca', 'cat', 'at ', '  o', ' on', 'on '])
    expect(trigramsOf('')).toEqual([])
    expect(trigramsOf('мы')).toEqual(['  м', ' мы', 'мы '])
  })

  it('lie within a word where every text that contains it must have them', () => {
    expect(innerTrigramsOf('heat a')).toEqual(['hea', 'eat'])
    expect(innerTrigramsOf('a be')).toEqual([])
  })
})

describe('the similarity of a query to the best extent of a text', () => {
  function similarity(query: string, text: string): number {
    const numbers = new Map([...new Set([...trigramsOf(query), ...trigramsOf(text)])].map((t, i) => [t, i]))
    const numbered = (folded: string) => trigramsOf(folded).map((trigram) => numbers.get(trigram) ?? -1)
    const measure = new WordSimilarity(numbers.size)
    const distinct = new Set(numbered(query))
    measure.setQuery([...distinct], distinct.size)
    const sequence = Int32Array.from(numbered(text))
    return measure.of(sequence, 0, sequence.length)
  }

  it('is that of the examples in the manual of pg_trgm', () => {
    expect(similarity('word', 'two words')).toBeCloseTo(0.8, 6)
    expect(similarity('word', 'word')).toBe(1)
    expect(similarity('word', 'nothing at all')).toBe(0)
  })

  it('leaves nothing behind for the next text', () => {
    const measure = new WordSimilarity(4)
    measure.setQuery([0, 1], 2)
    const text = Int32Array.of(0, 2, 1, 3)
    const first = measure.of(text, 0, 4)
    expect(measure.of(text, 0, 4)).toBe(first)
    measure.setQuery([3], 1)
    expect(measure.of(text, 0, 4)).toBe(1)
  })
})
