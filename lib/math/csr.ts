// Sparse matrices in compressed rows, and their transpose by counting sort.

export type CsrValues = Uint8Array | Int32Array | Float32Array | Float64Array

/** Row r holds the columns `indices[indptr[r]…indptr[r+1])`, ascending, and their values. `indptr` has nRows + 1 entries. */
export interface Csr<V extends CsrValues = Float32Array> {
  indptr: Uint32Array
  indices: Int32Array
  values: V
}

/**
 * The transpose (nColumns × nRows), columns of the result ascending.
 *
 * Equal (row, column) pairs keep their order, so two transpositions sort the rows of a matrix stably.
 * Cost: O(nnz + nRows + nColumns) time, no comparison; one new matrix and 4 nColumns bytes.
 *
 * @param matrix (nRows × nColumns); columns within a row may be in any order.
 * @param nColumns greater than every column index.
 * @throws RangeError when a column lies outside 0…nColumns-1 or the lengths disagree.
 */
export function transposeCsr<V extends CsrValues>(matrix: Csr<V>, nColumns: number): Csr<V> {
  const { indptr: rowStart, indices: columns, values } = matrix
  const nRows = rowStart.length - 1
  const nnz = columns.length
  if (values.length !== nnz || rowStart[nRows] !== nnz)
    throw new RangeError(`Expected ${rowStart[nRows]} entries, got ${nnz} columns and ${values.length} values.`)
  const indptr = countingOffsets(columns, nColumns)
  const next = indptr.slice(0, nColumns)
  const indices = new Int32Array(nnz)
  const moved = emptyLike(values)
  for (let row = 0; row < nRows; row++) {
    for (let i = rowStart[row]; i < rowStart[row + 1]; i++) {
      const at = next[columns[i]]++
      indices[at] = row
      moved[at] = values[i]
    }
  }
  return { indptr, indices, values: moved }
}

/**
 * Where each bucket starts when `keys` are counted into `nKeys` buckets: nKeys + 1 offsets, the last one `keys.length`.
 * @throws RangeError when a key lies outside 0…nKeys-1. Cost: O(keys + nKeys).
 */
export function countingOffsets(keys: Int32Array | Uint16Array, nKeys: number): Uint32Array {
  const offsets = new Uint32Array(nKeys + 1)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    if (!(key >= 0 && key < nKeys)) throw new RangeError(`Index ${key} is outside 0…${nKeys - 1}.`)
    offsets[key + 1]++
  }
  for (let k = 0; k < nKeys; k++) offsets[k + 1] += offsets[k]
  return offsets
}

function emptyLike<V extends CsrValues>(values: V): V {
  const Type = values.constructor as new (length: number) => V
  return new Type(values.length)
}
