// Profiles: sorted when made, refused when broken.
import { describe, expect, test } from 'vitest'
import { createRatingVector, requireRatingVector } from './rating-vector'

describe('createRatingVector', () => {
  test('sorts by item and lets the last rating of an item win', () => {
    const { items, stars } = createRatingVector([
      [4, 1],
      [2, 3.5],
      [4, 5],
    ])
    expect([...items]).toEqual([2, 4])
    expect([...stars]).toEqual([3.5, 5])
  })
})

describe('requireRatingVector', () => {
  const vector = (items: number[], stars: number[]) => ({
    items: Int32Array.from(items),
    stars: Float32Array.from(stars),
  })

  test('a sound profile and an empty one pass', () => {
    expect(() => requireRatingVector(vector([0, 3], [0.5, 5]), 4)).not.toThrow()
    expect(() => requireRatingVector(vector([], []), 0)).not.toThrow()
  })

  test.each([
    ['an item beyond the catalogue', vector([4], [3])],
    ['a negative item', vector([-1], [3])],
    ['items out of order', vector([2, 1], [3, 3])],
    ['an item twice', vector([2, 2], [3, 3])],
    ['stars above five', vector([1], [5.5])],
    ['stars that are no number', vector([1], [Number.NaN])],
    ['fewer stars than items', vector([1, 2], [3])],
    ['fewer times than items', { ...vector([1, 2], [3, 3]), ratedAt: Int32Array.of(7) }],
  ])('%s is refused', (_, broken) => {
    expect(() => requireRatingVector(broken, 4)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
