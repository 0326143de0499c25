// A sparse matrix held by columns: products of all rows with a sparse vector, and the largest of them.
import type { Csr } from '../csr'
import { TopK, type Ranked } from '../top-k'
import { Kernels } from './pool'

/** Rows that are looked at before the floor is raised again. */
const STRETCH = 1024
/** Rows that a kernel reads beyond the last. */
const BEYOND = 3
/** What is greater than nothing at all in single precision. */
const LEAST = 2 ** -149

/**
 * X (nRows × nColumns) by columns, in the memory of kernels of its own. Sums are those of a plain loop over the columns of the vector in the order
 * given, in single precision, each product added in double: bit for bit, on any machine.
 *
 * Memory: 8 bytes an entry, 12 a column, 4 a row.
 */
export class InvertedIndex {
  private readonly kernels = new Kernels({ threads: 1 })
  private readonly starts: Uint32Array
  private readonly rows: Int32Array
  private readonly values: Float32Array
  private readonly columns: Int32Array
  private readonly weights: Float32Array
  private readonly sums: Float32Array
  private readonly found: Int32Array

  /**
   * @param byColumn (nColumns × nRows) the transpose of X, each row of X at most once in a column, which is copied.
   * @throws RangeError where 4 GiB do not suffice.
   */
  constructor(
    byColumn: Csr<Float32Array>,
    private readonly nRows: number,
  ) {
    const { kernels } = this
    const nColumns = byColumn.indptr.length - 1
    this.starts = kernels.copy(byColumn.indptr)
    this.rows = kernels.copy(byColumn.indices)
    this.values = kernels.copy(byColumn.values)
    this.columns = kernels.allocate(Int32Array, nColumns)
    this.weights = kernels.allocate(Float32Array, nColumns)
    this.sums = kernels.allocate(Float32Array, nRows + BEYOND)
    this.found = kernels.allocate(Int32Array, STRETCH)
  }

  /**
   * Σ_c weights_c x_rc for all rows, in an array (nRows) that the next call overwrites. O(entries of the columns + nRows).
   * @param columns each at most once. @param weights one for each of them.
   */
  products(columns: Int32Array, weights: Float32Array): Float32Array {
    const { starts, rows, values, sums } = this
    this.columns.set(columns)
    this.weights.set(weights)
    sums.fill(0)
    this.kernels.call('addColumns', this.columns, this.weights, columns.length, starts, rows, values, sums)
    return sums.subarray(0, this.nRows)
  }

  /**
   * The n rows with the largest {@link products} above 0, best first, ties by lower row. O(the products + nRows / 4 + n log n).
   * @param without a row that is left out.
   */
  best(columns: Int32Array, weights: Float32Array, n: number, without: number): Ranked {
    const { kernels, nRows, found } = this
    const products = this.products(columns, weights)
    const best = new TopK(Math.min(n, nRows))
    for (let start = 0; start < nRows; start += STRETCH) {
      const end = Math.min(start + STRETCH, nRows)
      const count = kernels.call('listAtLeast', start, end, this.sums, Math.max(LEAST, best.floor), found) ?? 0
      for (let i = 0; i < count; i++) if (found[i] !== without) best.offer(found[i], products[found[i]])
    }
    return best.drain()
  }
}
