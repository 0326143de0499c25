// Words and names: folded, stemmed lightly, stop words gone.
import { describe, expect, test } from 'vitest'
import { fold, foldPhrase, normaliseTheme, normaliseWord, singularOf, splitWords } from './tokenise'

describe('tokenising', () => {
  test('letters lose their marks, their case and their compatibility forms', () => {
    expect(fold('AMÉLIE')).toBe('amelie')
    expect(fold('ﬁlm Ⅱ')).toBe('film ii')
    expect(fold('Ame\u0301lie')).toBe(fold('Am\u00e9lie'))
  })

  test('a name is compared without punctuation and spacing', () => {
    expect(foldPhrase(' Jean-Luc  Godard ')).toBe('jean luc godard')
    expect(foldPhrase('黒澤 明')).toBe('黒澤 明')
    expect(foldPhrase('!?')).toBe('')
  })

  test('a text falls into its words, possessives cut off', () => {
    expect(splitWords("Ted's job—at O'Brien’s!")).toEqual(['ted', 'job', 'at', "o'brien"])
    expect(splitWords('')).toEqual([])
  })

  test.each([
    ['robots', 'robot'],
    ['stories', 'story'],
    ['witches', 'witch'],
    ['boxes', 'box'],
    ['houses', 'house'],
    ['heroes', 'heroes'],
    ['paris', 'paris'],
    ['virus', 'virus'],
    ['boss', 'boss'],
    ['gas', 'gas'],
    ['shoes', 'shoes'],
  ])('the plural %s is counted as %s', (plural, singular) => {
    expect(singularOf(plural)).toBe(singular)
  })

  test('stop words and single letters are not counted, other words are', () => {
    expect(["don't", 'the', 'movies', 'a', '7'].map(normaliseWord)).toEqual(['', '', '', '', ''])
    expect(['Aliens', '1941', 'café'].map(normaliseWord)).toEqual(['alien', '1941', 'cafe'])
  })

  test('a keyword is compared in the singular, word by word', () => {
    expect(normaliseTheme('Time Machines')).toBe('time machine')
  })
})
