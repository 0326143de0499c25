import { describe, expect, it } from 'vitest'
import type { MovieCard } from '@/lib/schemas/movie'
import { reasonFor } from './reason'

const cardOf = (item: number): MovieCard => ({
  id: item + 1,
  title: `Film ${item}`,
  year: 2000,
  genres: [],
  posterPath: null,
})

describe('a reason', () => {
  it('names the strongest shared terms, three at most and none twice', () => {
    const reason = reasonFor(
      [
        { kind: 'term', term: 'heist', amount: 0.3 },
        { kind: 'term', term: 'Michael Mann', amount: 0.2 },
        { kind: 'term', term: 'heist', amount: 0.1 },
        { kind: 'term', term: 'night', amount: 0.1 },
        { kind: 'term', term: 'city', amount: 0.1 },
      ],
      'movie',
      cardOf,
    )
    expect(reason.text).toBe('Shares heist, Michael Mann, night')
    expect(reason.parts.filter((part) => part.strong).map((part) => part.text)).toEqual([
      'heist',
      'Michael Mann',
      'night',
    ])
  })

  it('names the liked films that speak most for it, and leaves out those that speak against it', () => {
    const reason = reasonFor(
      [
        { kind: 'rated-item', item: 1, amount: 0.1 },
        { kind: 'rated-item', item: 2, amount: 0.5 },
        { kind: 'rated-item', item: 3, amount: -0.4 },
      ],
      'you',
      cardOf,
    )
    expect(reason.text).toBe('Because you liked Film 2, Film 1')
    expect(reason.sources?.map((card) => card.id)).toEqual([3, 2])
  })

  it('never says somebody liked a film that they did not', () => {
    const because = [
      { kind: 'rated-item', item: 1, stars: 2, amount: 0.9 },
      { kind: 'rated-item', item: 2, stars: 4, amount: 0.5 },
    ] as const
    expect(reasonFor(because, 'you', cardOf).text).toBe('Because you liked Film 2')
    expect(reasonFor(because.slice(0, 1), 'you', cardOf).text).not.toContain('liked')
  })

  it.each([
    ['you', '31 of your 50 nearest neighbours loved it'],
    ['they', '31 of their 50 nearest neighbours loved it'],
    ['movie', '31 of the 42 of its lovers who rated it loved it'],
  ] as const)('counts neighbours in the words of the page (%s)', (subject, text) => {
    const because = [{ kind: 'neighbours', loved: 31, rated: 42, neighbours: 50, amount: 1 }] as const
    expect(reasonFor(because, subject, cardOf).text).toBe(text)
  })

  it('says what the crowd thinks, with one person in the singular', () => {
    expect(reasonFor([{ kind: 'crowd', mean: 4.25, count: 1219, amount: 4 }], 'you', cardOf).text).toBe(
      '4.3 from 1,219 people',
    )
    expect(reasonFor([{ kind: 'crowd', mean: 4, count: 1, amount: 4 }], 'you', cardOf).text).toBe('4.0 from 1 person')
  })

  it('is never empty', () => {
    expect(reasonFor([], 'you', cardOf).text).not.toBe('')
  })
})
