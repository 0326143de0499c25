// Ridge regression on some rows of a fixed matrix, and products with all of them: one person after the other, on the caller's thread.
import { addOuterProducts, factorCholesky, solveFactored } from '../cholesky'
import { paddedTo8 } from './octets'
import { Kernels } from './pool'

/** The trace of B + Σ_j weights_j y_j y_jᵀ over the ridge is no less than the condition of the equations: beyond so much, single precision would lose all but three digits. */
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
  /** Which rows, how much each weighs, and how they pull. */
  private readonly system: { indices: Int32Array; weights: Float32Array; pulls: Float32Array }
  /** B, filled up with zeros, and its trace. */
  private readonly base: Float32Array
  private readonly baseTrace: number
  private readonly ridge: Float32Array
  private readonly x: Float32Array
  private readonly scratch: Uint8Array
  private readonly all: Float32Array
  /** (nRows) ‖y‖². */
  private readonly squares: Float64Array

  /**
   * @param values (nRows × width) row-major.
   * @param common B (width × width), symmetric and at least semi-definite: a part of everybody's equations. Default: zeros.
   * @throws RangeError where 4 GiB do not suffice.
   */
  constructor(
    values: Float32Array,
    private readonly width: number,
    private readonly common?: Float64Array,
  ) {
    const { kernels } = this
    const nRows = values.length / width
    this.stride = paddedTo8(width)
    this.rows = kernels.allocate(Float32Array, nRows * this.stride)
    for (let row = 0; row < nRows; row++)
      this.rows.set(values.subarray(row * width, (row + 1) * width), row * this.stride)
    this.system = {
      indices: kernels.allocate(Int32Array, nRows),
      weights: kernels.allocate(Float32Array, nRows),
      pulls: kernels.allocate(Float32Array, nRows),
    }
    this.base = kernels.allocate(Float32Array, this.stride ** 2)
    for (let f = 0; common && f < width; f++)
      this.base.set(common.subarray(f * width, (f + 1) * width), f * this.stride)
    this.baseTrace = common ? traceOf(common, width) : 0
    this.ridge = kernels.allocate(Float32Array, 1)
    this.x = kernels.allocate(Float32Array, this.stride)
    this.scratch = kernels.allocate(Uint8Array, kernels.call('alsScratch', this.stride, 0) ?? 0)
    this.all = kernels.allocate(Float32Array, nRows)
    this.squares = squaresOf(values, width)
  }

  /**
   * x = A⁻¹ Σ_j pulls_j y_j, A = B + Σ_j weights_j y_j y_jᵀ + ridge I, solved exactly: in single precision, in double where the ridge is too small
   * for that. Without B and weights that is argmin_x Σ_j (pulls_j − x · y_j)² + ridge ‖x‖². 0 without rows. O(n width² / 2 + width³ / 6).
   * @param indices (n) which rows, each at most once. @param pulls (n). @param ridge > 0. @param weights (n), > 0; default 1 each.
   * @returns (width) in a new array.
   * @throws RangeError where it is too small for double precision, too.
   */
  solve(indices: Int32Array, pulls: ArrayLike<number>, ridge: number, weights?: ArrayLike<number>): Float32Array {
    const spread = indices.reduce((sum, row, j) => sum + (weights?.[j] ?? 1) * this.squares[row], this.baseTrace)
    if (spread > MOST_SPREAD * ridge) return this.solveInDouble(indices, pulls, ridge, weights)
    const { system } = this
    system.indices.set(indices)
    system.pulls.set(pulls)
    if (weights) system.weights.set(weights)
    else system.weights.fill(1, 0, indices.length)
    this.ridge[0] = ridge
    this.kernels.call(
      'alsSolveRow',
      ...[this.scratch, indices.length, system.indices, system.weights, system.pulls],
      ...[this.rows, this.base, this.ridge, this.x, this.stride],
    )
    return this.x.slice(0, this.width)
  }

  /**
   * The Cholesky factor of the A of {@link solve} (width × width) in double precision, for {@link solveFactored}. O(n width² / 2 + width³ / 6).
   * @throws RangeError where a pivot is not positive.
   */
  factor(indices: Int32Array, ridge: number, weights?: ArrayLike<number>): Float64Array {
    const { width, stride, rows } = this
    const factored = this.common?.slice() ?? new Float64Array(width * width)
    for (let f = 0; f < width; f++) factored[f * width + f] += ridge
    const strengths = weights ?? new Float64Array(indices.length).fill(1)
    addOuterProducts(factored, width, rows, stride, indices, strengths)
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

  private solveInDouble(
    indices: Int32Array,
    pulls: ArrayLike<number>,
    ridge: number,
    weights?: ArrayLike<number>,
  ): Float32Array {
    const x = new Float64Array(this.width)
    indices.forEach((row, j) => this.row(row).forEach((value, f) => (x[f] += pulls[j] * value)))
    solveFactored(this.factor(indices, ridge, weights), this.width, x)
    return Float32Array.from(x)
  }
}

/** (nRows) ‖y‖². */
function squaresOf(values: Float32Array, width: number): Float64Array {
  const squares = new Float64Array(values.length / width)
  for (let row = 0, at = 0; row < squares.length; row++)
    for (let f = 0; f < width; f++, at++) squares[row] += values[at] * values[at]
  return squares
}

function traceOf(matrix: Float64Array, width: number): number {
  let trace = 0
  for (let f = 0; f < width; f++) trace += matrix[f * width + f]
  return trace
}
