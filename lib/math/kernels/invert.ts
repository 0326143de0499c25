// The inverse of a large symmetric positive definite matrix, in single precision, in WebAssembly, on all threads.
import type { Kernels } from './pool'

/** Columns swept at a time: enough work for each pass over the matrix, and a strip of eight rows fits the first-level cache. */
const BLOCK = 128
const STRIP_ROWS = 8
/** Few rows at a time, so that the matrix is read along its rows and V stays in the first-level cache beside W. */
const STRIPS_PER_CHUNK = 4
const LINE_FLOATS = 16

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
 * All zeros. 4 stride² bytes, stride < size + 32: an odd number of cache lines, so that the rows of a tile do not share their sets.
 * @throws RangeError when the kernels' 4 GiB do not suffice, from about 32,000 rows on.
 */
export function allocateSymmetric(kernels: Kernels, size: number): KernelMatrix {
  const lines = Math.ceil(size / LINE_FLOATS)
  const stride = (lines + 1 - (lines % 2)) * LINE_FLOATS
  const values = kernels.allocate(Float32Array, stride * stride)
  for (let i = size; i < stride; i++) values[i * stride + i] = 1
  return { size, stride, values }
}

/**
 * Inverts in place; the fast twin of {@link import('../symmetric-inverse').invertPositiveDefinite}, where the method is explained.
 *
 * n³/2 multiplications, nearly all in one 4 × 8 tile of f32 sums, rows handed out to all threads; the same bits for any number of them.
 * Memory beside the matrix: 4 · 128 · stride bytes and 16 KB a thread. Errors are those of single precision: about 10⁻⁷ · condition number.
 *
 * @param matrix (n × n) positive definite; afterwards both triangles hold the inverse.
 * @param step called with the fraction done; it may throw to stop.
 * @throws RangeError when a pivot is not positive: the matrix is not positive definite, or too nearly singular for single precision.
 */
export function invertSymmetric(
  kernels: Kernels,
  { stride, values }: KernelMatrix,
  step?: (fraction: number) => void,
): void {
  const strips = stride / STRIP_ROWS
  const panel = kernels.allocate(Float32Array, stride * BLOCK)
  const pivot = kernels.allocate(Float32Array, BLOCK * BLOCK)
  const scratch = STRIPS_PER_CHUNK * STRIP_ROWS * BLOCK * Float32Array.BYTES_PER_ELEMENT
  for (let start = 0; start < stride; start += BLOCK) {
    const width = Math.min(BLOCK, stride - start)
    kernels.run('packPanel', strips, { chunk: 8 * STRIPS_PER_CHUNK }, values, stride, start, width, panel)
    const swept = kernels.call('sweepPivot', panel, start, width, pivot) ?? 0
    if (swept < width)
      throw new RangeError(`The matrix is not positive definite: pivot ${start + swept} is not positive.`)
    kernels.run(
      'sweepRows',
      strips,
      { chunk: STRIPS_PER_CHUNK, scratch },
      strips,
      values,
      stride,
      start,
      width,
      panel,
      pivot,
    )
    step?.((start + width) / stride)
  }
  kernels.run('mirrorRows', stride, { chunk: 64 }, values, stride)
}
