import { describe, expect, it } from 'vitest'
import { countOf, dataSetWords, meanWords, starsWords, titleAndYear } from './words'

describe('wording', () => {
  it('counts one and many', () => {
    expect([countOf(1, 'film', 'films'), countOf(0, 'film', 'films'), countOf(9742, 'film', 'films')]).toEqual([
      '1 film',
      '0 films',
      '9,742 films',
    ])
  })

  it('says what the crowd thinks, and when it does not', () => {
    expect(meanWords({ mean: 4.234, count: 61 })).toBe('4.2 from 61 people')
    expect(meanWords({ mean: 3, count: 1 })).toBe('3.0 from 1 person')
    expect(meanWords({ mean: null, count: 0 })).toBe('Not rated yet')
  })

  it('writes half stars as people do', () => {
    expect([0.5, 1, 4.5, 5].map(starsWords)).toEqual(['½', '1', '4½', '5'])
  })

  it('adds the year only where it is known', () => {
    expect(titleAndYear({ title: 'Heat', year: 1995 })).toBe('Heat (1995)')
    expect(titleAndYear({ title: 'Heat', year: null })).toBe('Heat')
  })

  it('calls a data set as GroupLens does', () => {
    expect(['ml-25m', 'ml-latest-small', 'mine', ''].map(dataSetWords)).toEqual([
      'MovieLens 25M',
      'MovieLens latest-small',
      'MovieLens (mine)',
      'MovieLens',
    ])
  })
})
