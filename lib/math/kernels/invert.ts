// The inverse of a large symmetric positive definite matrix, in single precision, in WebAssembly, on all threads.
import type { Kernels } from './pool'

/** Rows and columns of the kernels' tiles, rows of their strips. */
const SIDE = 12
/** Columns swept at a time: ten tiles, so that a chunk's strips of V stay in the first-level cache beside one of W. */
const BLOCK = 120
const STRIPS_PER_CHUNK = 3

/**
 * A dense symmetric matrix in the kernels' memory of which the lower triangle counts: entry (i, j ≤ i) is `values[i * stride + j]`.
 * What lies beyond `size` is padding, a unit matrix.
 */
export interface KernelMatrix {
  readonly size: number
  readonly stride: number
  readonly values: Float32Array
}

/**
 * All zeros. 4 stride² bytes, stride < size + 12.
 * @throws RangeError when the kernels' 4 GiB do not suffice, from about 32,000 rows on.
 */
export function allocateSymmetric(kernels: Kernels, size: number): KernelMatrix {
  const stride = Math.ceil(size / SIDE) * SIDE
  const values = kernels.allocate(Float32Array, stride * stride)
  for (let i = size; i < stride; i++) values[i * stride + i] = 1
  return { size, stride, values }
}

/**
 * Inverts in place; the fast twin of {@link import('../symmetric-inverse').invertPositiveDefinite}, where the method is explained.
 *
 * n³/2 multiplications, nearly all in one 3 × 12 tile of f32 sums, rows handed out to all threads; the same bits for any number of them.
 * While it is swept the matrix lies in tiles, in its own place. Memory beside it: 4 · 120 · stride bytes, and for each thread 4 · 12 · stride,
 * at least 17 KB. Errors are those of single precision: about 10⁻⁷ · condition number.
 *
 * @param matrix (n × n) positive definite; afterwards both triangles hold the inverse, and nothing of use where this threw.
 * @param step called with the fraction done; it may throw to stop.
 * @throws RangeError when a pivot is not positive: the matrix is not positive definite, or too nearly singular for single precision.
 */
export function invertSymmetric(
  kernels: Kernels,
  { stride, values }: KernelMatrix,
  step?: (fraction: number) => void,
): void {
  const strips = stride / SIDE
  const panel = kernels.allocate(Float32Array, stride * BLOCK)
  const pivot = kernels.allocate(Float32Array, BLOCK * BLOCK)
  const scratch = SIDE * Float32Array.BYTES_PER_ELEMENT * Math.max(stride, STRIPS_PER_CHUNK * BLOCK)
  kernels.run('tileStrips', strips, { chunk: 4, scratch }, values, stride)
  for (let start = 0; start < stride; start += BLOCK) {
    const width = Math.min(BLOCK, stride - start)
    kernels.run('packPanel', strips, { chunk: 32 }, values, stride, start, width, panel)
    const swept = kernels.call('sweepPivot', panel, start, width, pivot) ?? 0
    if (swept < width)
      throw new RangeError(`The matrix is not positive definite: pivot ${start + swept} is not positive.`)
    kernels.run(
      'sweepStrips',
      strips,
      { chunk: STRIPS_PER_CHUNK, scratch },
      strips,
      values,
      stride,
      start,
      width,
      panel,
    )
    step?.((start + width) / stride)
  }
  kernels.run('untileStrips', strips, { chunk: 4, scratch }, values, stride)
  kernels.run('mirrorStrips', strips, { chunk: 8 }, values, stride)
}
