// Alternating least squares on kernels: one side of the factors solved against the other.
import type { Csr } from '../csr'
import { symmetricEigen } from '../symmetric-eigen'
import { cutParcels, PARCEL_ROWS, type Parcels } from './als-parcels'
import type { Kernels } from './pool'

const GRAM_PARTS = 16
const GRAM_PANEL = 64
/** Rows handed out at a time; small ones among many, since a popular film alone is much work. */
const CHUNK = 16
const LOSS_CHUNK = 256
const ROTATE_CHUNK = 256
/** Half a megabyte of the other side stays in a second-level cache beside what a parcel needs. */
const CACHED_FLOATS = 131_072

export interface AlsSide {
  /** (nRows × nOthers) confidences c, all > 0; columns ascending in each row. */
  likes: Csr
  /** (nnz) q; the same array as the confidences where every target is 1. */
  pulls: Float32Array
  /** (nRows × width) X, warm start and result. */
  factors: Float32Array
  /** (nRows) λ. */
  ridges: Float32Array
  parcels: Parcels
}

/**
 * How a row is solved: exactly, by a few steps of conjugate gradient from where it stands, or exactly in one block of `size` columns (a multiple of
 * 8) after the other, but rows with `exactFrom` ratings or more as a whole.
 */
export type AlsMethod =
  { kind: 'exact' } | { kind: 'descend'; steps: number } | { kind: 'blocks'; size: number; exactFrom: number }

export interface AlsOptions {
  /** Of the factors, a multiple of 8; columns that are zero on both sides stay zero. */
  width: number
  method: AlsMethod
  /** α₀. */
  unobservedWeight: number
}

/**
 * Solves the two sides in turn on the memory and threads of `kernels`, in single precision.
 *
 * Before a side is solved, both are turned to the axes of Σ y yᵀ of the other: no x · y changes, and what all pairs weigh becomes a diagonal, which
 * costs nothing in a step of conjugate gradient and, with the mean of the ratings added, is its preconditioner.
 *
 * Cost of a side with n rows: O((n + nOthers) width² + width³) for the axes, and then O(nnz width steps) by conjugate gradient,
 * O(nnz width² / 2 + n width³ / 6) exactly, O(nnz width block / 2 + n width block² / 6) in blocks. Memory beside the sides: 18 width² floats and,
 * per thread, 640 width floats by conjugate gradient, (width + 64) width exactly, (width + the longest row) width in blocks.
 * Bit-identical for any number of threads.
 * Source: Hu et al., ICDM 2008; Takács et al., RecSys 2011, for conjugate gradient. **Deviation:** the axes and the preconditioner.
 */
export class AlsSolver {
  private readonly parts: Float32Array
  private readonly axes: Float32Array
  private readonly base: Float32Array
  private readonly shares: Float32Array
  private readonly failed: Uint32Array

  /** @throws RangeError unless `width` and the size of a block are multiples of 8. */
  constructor(
    private readonly kernels: Kernels,
    private readonly options: AlsOptions,
  ) {
    const { width, method } = options
    const size = method.kind === 'blocks' ? method.size : width
    if (width % 8 !== 0 || size % 8 !== 0) throw new RangeError(`Expected multiples of 8, got ${width} and ${size}.`)
    this.parts = kernels.allocate(Float32Array, GRAM_PARTS * width * width)
    this.axes = kernels.allocate(Float32Array, width * width)
    this.base = kernels.allocate(Float32Array, width)
    this.shares = kernels.allocate(Float32Array, width)
    this.failed = kernels.allocate(Uint32Array, 1)
  }

  /** Memory for a side, of which `likes` and `pulls` are copied. */
  place(likes: Csr, pulls: Float32Array): AlsSide {
    const { kernels } = this
    const nRows = likes.indptr.length - 1
    const values = this.copyPadded(likes.values)
    const { order, starts } = cutParcels(likes)
    return {
      likes: { indptr: kernels.copy(likes.indptr), indices: kernels.copy(likes.indices), values },
      pulls: pulls === likes.values ? values : this.copyPadded(pulls),
      factors: kernels.allocate(Float32Array, nRows * this.options.width),
      ridges: kernels.allocate(Float32Array, nRows),
      parcels: { order: kernels.copy(order), starts: kernels.copy(starts) },
    }
  }

  /**
   * Every row of `target` for the factors that `fixed` has, warm from what it holds; rows without ratings become 0. Both are turned on the way:
   * each x · y means what it meant, the single factors do not.
   * @throws RangeError when a system is not positive definite in single precision.
   */
  solve(target: AlsSide, fixed: Pick<AlsSide, 'factors'>, step?: (fraction: number) => void): void {
    this.alignWith(fixed.factors, target.factors)
    this.failed[0] = 0
    const { method } = this.options
    if (method.kind === 'descend') this.descend(target, fixed.factors, method.steps, step)
    else this.solveRows(target, fixed.factors, method, step)
    if (this.failed[0] !== 0)
      throw new RangeError('The factors are no numbers any more: raise the regularization or the unobserved weight.')
  }

  private descend(target: AlsSide, fixed: Float32Array, steps: number, step?: (fraction: number) => void): void {
    const { kernels, options, base, shares, failed } = this
    const { likes, pulls, ridges, factors, parcels } = target
    kernels.run(
      'alsDescend',
      parcels.starts.length - 1,
      { chunk: 1, scratch: kernels.call('descendScratch', options.width, PARCEL_ROWS), step },
      parcels.starts,
      parcels.order,
      likes.indptr,
      likes.indices,
      likes.values,
      pulls,
      fixed,
      base,
      shares,
      ridges,
      factors,
      failed,
      options.width,
      steps,
      Math.ceil(CACHED_FLOATS / options.width),
    )
  }

  private solveRows(
    target: AlsSide,
    fixed: Float32Array,
    method: Exclude<AlsMethod, { kind: 'descend' }>,
    step?: (fraction: number) => void,
  ): void {
    const { kernels, options, base, failed } = this
    const { likes, pulls, ridges, factors } = target
    // No more scratch space than the longest row needs.
    const longest = method.kind === 'blocks' ? Math.min(method.exactFrom - 1, longestRow(likes)) : 0
    kernels.run(
      'alsSolve',
      ridges.length,
      { chunk: CHUNK, scratch: kernels.call('alsScratch', options.width, longest), step },
      likes.indptr,
      likes.indices,
      likes.values,
      pulls,
      fixed,
      base,
      ridges,
      factors,
      failed,
      options.width,
      longest,
      method.kind === 'blocks' ? method.size : options.width,
    )
  }

  /**
   * Σ_likes (c s² − 2 q s + q) + α₀ Σ_all s² + Σ λ_x ‖x‖² + Σ λ_y ‖y‖², s = x · y, for two sides of the same likes: what both
   * minimise; with pulls q = c the first sum is Σ c (1 − s)². O(nnz width).
   */
  loss(rows: AlsSide, columns: AlsSide): number {
    const { width, unobservedWeight } = this.options
    const { likes, pulls, ridges, factors } = rows
    const losses = this.kernels.allocate(Float64Array, ridges.length)
    this.kernels.run(
      'alsLoss',
      ridges.length,
      { chunk: LOSS_CHUNK },
      likes.indptr,
      likes.indices,
      likes.values,
      pulls,
      columns.factors,
      ridges,
      factors,
      width,
      losses,
    )
    const rowGram = this.gramOf(factors)
    const columnGram = this.gramOf(columns.factors)
    let total = losses.reduce((sum, loss) => sum + loss, 0)
    for (let at = 0; at < rowGram.length; at++) total += unobservedWeight * rowGram[at] * columnGram[at]
    columns.ridges.forEach((ridge, row) => {
      for (let f = 0; f < width; f++) total += ridge * columns.factors[row * width + f] ** 2
    })
    return total
  }

  /** Σ y yᵀ (width × width), symmetric: in a fixed number of parts, added in order, so that threads do not change it. */
  gramOf(factors: Float32Array): Float64Array {
    const { width } = this.options
    const nRows = factors.length / width
    this.parts.fill(0)
    const scratch = GRAM_PANEL * width * Float32Array.BYTES_PER_ELEMENT
    const perPart = Math.ceil(nRows / GRAM_PARTS)
    this.kernels.run('gramParts', GRAM_PARTS, { chunk: 1, scratch }, factors, nRows, perPart, width, this.parts)
    const gram = new Float64Array(width * width)
    for (let i = 0; i < width; i++)
      for (let j = i; j < width; j++) {
        let sum = 0
        for (let part = 0; part < GRAM_PARTS; part++) sum += this.parts[(part * width + i) * width + j]
        gram[i * width + j] = gram[j * width + i] = sum
      }
    return gram
  }

  /** Turns both sides to the axes of Σ y yᵀ, which leaves every x · y as it was. Columns of zeros at the end stay there. */
  private alignWith(fixed: Float32Array, target: Float32Array): void {
    const { width, unobservedWeight } = this.options
    const gram = this.gramOf(fixed)
    let live = width
    while (live > 0 && gram[(live - 1) * (width + 1)] === 0) live--
    const { values, vectors } = symmetricEigen(leadingBlock(gram, width, live), live)
    this.axes.fill(0)
    for (let i = 0; i < width; i++) {
      const panel = (i >> 3) * 8 * width + (i & 7)
      if (i >= live) this.axes[panel + 8 * i] = 1
      else for (let k = 0; k < live; k++) this.axes[panel + 8 * k] = vectors[i * live + k]
      const square = i < live ? Math.max(0, values[i]) : 0
      this.base[i] = unobservedWeight * square
      this.shares[i] = square / (fixed.length / width)
    }
    const scratch = 4 * width * Float32Array.BYTES_PER_ELEMENT
    for (const side of [fixed, target])
      this.kernels.run('rotateRows', side.length / width, { chunk: ROTATE_CHUNK, scratch }, side, this.axes, width)
  }

  /** With zeros at the end, since kernels read eight at a time. */
  private copyPadded(values: Float32Array): Float32Array {
    const padded = this.kernels.allocate(Float32Array, values.length + 8)
    padded.set(values)
    return padded.subarray(0, values.length)
  }
}

function leadingBlock(matrix: Float64Array, width: number, size: number): Float64Array {
  const block = new Float64Array(size * size)
  for (let i = 0; i < size; i++) block.set(matrix.subarray(i * width, i * width + size), i * size)
  return block
}

function longestRow({ indptr }: Csr): number {
  let longest = 0
  for (let row = 0; row + 1 < indptr.length; row++) longest = Math.max(longest, indptr[row + 1] - indptr[row])
  return longest
}
