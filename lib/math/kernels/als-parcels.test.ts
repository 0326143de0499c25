// How the rows of implicit ALS are dealt out.
import { describe, expect, test } from 'vitest'
import { cutParcels, PARCEL_ROWS } from './als-parcels'

/** Row r has lengths[r] ratings, of the first others. */
function likesOf(lengths: readonly number[]) {
  const indptr = new Uint32Array(lengths.length + 1)
  lengths.forEach((length, row) => (indptr[row + 1] = indptr[row] + length))
  const indices = Int32Array.from(lengths.flatMap((length) => Array.from({ length }, (_, other) => other)))
  return { indptr, indices, values: new Float32Array(indices.length).fill(1) }
}

describe('parcels of rows', () => {
  test('the longest rows come first, of equals the one that comes first, and every row once', () => {
    const { order, starts } = cutParcels(likesOf([2, 0, 5, 2, 9]))
    expect([...order]).toEqual([4, 2, 0, 3, 1])
    expect([...starts]).toEqual([0, 5])
  })

  test('a parcel ends where its rows are many, or have gone through the other side eight times', () => {
    const many = cutParcels(likesOf(Array.from({ length: PARCEL_ROWS + 3 }, (_, row) => (row === 0 ? 100 : 1))))
    expect([...many.starts]).toEqual([0, PARCEL_ROWS, PARCEL_ROWS + 3])
    expect([...cutParcels(likesOf(new Array<number>(20).fill(10))).starts]).toEqual([0, 8, 16, 20])
  })

  test('without rows there are no parcels', () => {
    expect([...cutParcels(likesOf([])).starts]).toEqual([0])
  })
})
