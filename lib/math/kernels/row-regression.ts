// Ridge regression on some rows of a fixed matrix, and products with all of them: one person after the other, on the caller's thread.
import { addOuterProduct, factorCholesky, solveFactored } from '../cholesky'
import { paddedTo8 } from './octets'
import { Kernels } from './pool'

/** Σ_j ‖y_j‖² / ridge is no less than the condition of the equations: beyond so much, single precision would lose all but three digits. */
const MOST_SPREAD = 10_000

/**
 * Rows Y (nRows × width), held in the kernels' memory in single precision: 4 bytes a value, columns filled up to a multiple of 8, and
 * 20 bytes a row and 8 width² for the work.
 */
export class RowRegression {
  /** Of a row as it is held. */
  private readonly stride: number
  private readonly kernels = new Kernels({ threads: 1 })
  private readonly rows: Float32Array
  /** One row of a sparse matrix: which rows, each with weight 1, and what they are to explain. */
  private readonly system: { indptr: Uint32Array; indices: Int32Array; ones: Float32Array; targets: Float32Array }
  /** Zeros: nothing but the ridge is added to the Gram matrix. */
  private readonly base: Float32Array
  private readonly ridge: Float32Array
  private readonly x: Float32Array
  /** Needed by the kernel; what it says is in x as well. */
  private readonly failed: Uint32Array
  private readonly scratch: Uint8Array
  private readonly all: Float32Array
  /** (nRows) ‖y‖². */
  private readonly squares: Float64Array

  /** @param values (nRows × width) row-major. @throws RangeError where 4 GiB do not suffice. */
  constructor(
    values: Float32Array,
    private readonly width: number,
  ) {
    const { kernels } = this
    const nRows = values.length / width
    this.stride = paddedTo8(width)
    this.rows = kernels.allocate(Float32Array, nRows * this.stride)
    for (let row = 0; row < nRows; row++)
      this.rows.set(values.subarray(row * width, (row + 1) * width), row * this.stride)
    this.system = {
      indptr: kernels.allocate(Uint32Array, 2),
      indices: kernels.allocate(Int32Array, nRows),
      ones: kernels.allocate(Float32Array, nRows).fill(1),
      targets: kernels.allocate(Float32Array, nRows),
    }
    this.base = kernels.allocate(Float32Array, this.stride)
    this.ridge = kernels.allocate(Float32Array, 1)
    this.x = kernels.allocate(Float32Array, this.stride)
    this.failed = kernels.allocate(Uint32Array, 1)
    this.scratch = kernels.allocate(Uint8Array, kernels.call('alsScratch', this.stride, 0) ?? 0)
    this.all = kernels.allocate(Float32Array, nRows)
    this.squares = Float64Array.from({ length: nRows }, (_, row) => this.product(this.row(row), row))
  }

  /**
   * argmin_x Σ_j (targets_j − x · y_j)² + ridge ‖x‖², solved exactly: in single precision, in double where the ridge is too small for
   * that; 0 without rows. O(n width² / 2 + width³ / 6).
   * @param indices (n) which rows, each at most once. @param targets (n). @param ridge > 0.
   * @returns (width) in a new array.
   * @throws RangeError where it is too small for double precision, too.
   */
  solve(indices: Int32Array, targets: ArrayLike<number>, ridge: number): Float32Array {
    const spread = indices.reduce((sum, row) => sum + this.squares[row], 0)
    if (spread > MOST_SPREAD * ridge) return this.solveInDouble(indices, targets, ridge)
    const { system, stride } = this
    system.indptr[1] = indices.length
    system.indices.set(indices)
    system.targets.set(targets)
    this.ridge[0] = ridge
    this.kernels.call(
      'alsSolve',
      ...[0, 1, this.scratch, system.indptr, system.indices, system.ones, system.targets, this.rows, this.base],
      ...[this.ridge, this.x, this.failed, stride, 0, stride],
    )
    return this.x.slice(0, this.width)
  }

  /**
   * The Cholesky factor of A = Σ_j y_j y_jᵀ + ridge I (width × width) in double precision, for {@link solveFactored}. O(n width² / 2 + width³ / 6).
   * @throws RangeError where a pivot is not positive.
   */
  factor(indices: Int32Array, ridge: number): Float64Array {
    const { width, stride, rows } = this
    const factored = new Float64Array(width * width)
    for (let f = 0; f < width; f++) factored[f * width + f] = ridge
    for (const row of indices) addOuterProduct(factored, width, rows, row * stride, 1)
    factorCholesky(factored, width)
    return factored
  }

  /** (width) a view of y_row. */
  row(row: number): Float32Array {
    return this.rows.subarray(row * this.stride, row * this.stride + this.width)
  }

  /** x · y_i for every row, in an array that the next call overwrites. @param x (width). O(nRows width). */
  products(x: ArrayLike<number>): Float32Array {
    this.x.fill(0)
    this.x.set(x)
    this.kernels.call('dotRows', 0, this.all.length, 0, this.rows, this.x, this.stride, this.all)
    return this.all
  }

  /** x · y_row in double precision. O(width). */
  product(x: ArrayLike<number>, row: number): number {
    const at = row * this.stride
    let sum = 0
    for (let f = 0; f < this.width; f++) sum += this.rows[at + f] * x[f]
    return sum
  }

  private solveInDouble(indices: Int32Array, targets: ArrayLike<number>, ridge: number): Float32Array {
    const x = new Float64Array(this.width)
    indices.forEach((row, j) => this.row(row).forEach((value, f) => (x[f] += targets[j] * value)))
    solveFactored(this.factor(indices, ridge), this.width, x)
    return Float32Array.from(x)
  }
}
