// Which rows of implicit ALS one thread solves together.
import type { Csr } from '../csr'

/** Rows that may take their steps together. */
export const PARCEL_ROWS = 128
/** How often they may go through the other side in all: much more would leave threads idle. */
const PARCEL_PASSES = 8

export interface Parcels {
  /** (nRows) the rows by falling number of ratings. */
  order: Uint32Array
  /** Parcel k is order[starts[k]…starts[k + 1] - 1]. */
  starts: Uint32Array
}

/**
 * Sorts rows by falling number of ratings, so that the longest are begun first, and cuts the order where a parcel is full: of rows, or of ratings.
 * It depends on nothing but the ratings. O(nnz + nRows log nRows) time, 4 bytes a row.
 */
export function cutParcels({ indptr, indices }: Csr): Parcels {
  const lengthOf = (row: number) => indptr[row + 1] - indptr[row]
  const order = Uint32Array.from({ length: indptr.length - 1 }, (_, row) => row)
  order.sort((a, b) => lengthOf(b) - lengthOf(a) || a - b)
  const nOthers = indices.reduce((most, index) => Math.max(most, index + 1), 0)
  const starts = [0]
  let [rows, ratings] = [0, 0]
  order.forEach((row, at) => {
    if (rows === PARCEL_ROWS || (rows > 0 && ratings + lengthOf(row) > PARCEL_PASSES * nOthers)) {
      starts.push(at)
      rows = ratings = 0
    }
    rows++
    ratings += lengthOf(row)
  })
  if (rows > 0) starts.push(order.length)
  return { order, starts: Uint32Array.from(starts) }
}
