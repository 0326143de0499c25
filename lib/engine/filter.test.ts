import { describe, expect, it } from 'vitest'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { Catalogue } from './catalogue'
import { itemsOutside } from './filter'

const film = (id: number, year: number | null, ...genres: string[]) => ({
  id,
  title: `Film ${id}`,
  year,
  genres,
  posterPath: null,
})
const rows = [film(10, 1990, 'Comedy'), film(20, 2000, 'Drama'), film(30, null, 'Comedy'), film(40, 2010, 'Comedy')]
const nothing = { userId: new Int32Array(), movieId: new Int32Array(), halfStars: new Uint8Array() }
const catalogue = new Catalogue(
  rows,
  RatingMatrix.fromTriples(
    nothing,
    Int32Array.from(rows, (row) => row.id),
  ),
)

describe('a filter', () => {
  it('leaves nothing out when it asks for nothing', () => {
    expect(itemsOutside(catalogue, {})).toEqual([])
  })
  it('leaves out the films of other genres', () => {
    expect(itemsOutside(catalogue, { genre: 'Comedy' })).toEqual([1])
    expect(itemsOutside(catalogue, { genre: 'comedy' })).toEqual([0, 1, 2, 3])
  })
  it('counts both ends of the years, and leaves out films without one', () => {
    expect(itemsOutside(catalogue, { yearFrom: 1990, yearTo: 2000 })).toEqual([2, 3])
    expect(itemsOutside(catalogue, { yearFrom: 2010 })).toEqual([0, 1, 2])
    expect(itemsOutside(catalogue, { yearTo: 1990 })).toEqual([1, 2, 3])
  })
  it('leaves out what is excluded, and does not mind ids that are not there', () => {
    expect(itemsOutside(catalogue, { exclude: [30, 10, 99] })).toEqual([0, 2])
    expect(itemsOutside(catalogue, { exclude: [40], genre: 'Comedy' })).toEqual([1, 3])
  })
})
