// The inverse of a symmetric positive definite matrix, block by block.

/** Columns swept at a time: a panel of 64 columns of a few thousand rows stays in the second-level cache. */
const BLOCK = 64
const TILE = 4

/**
 * A dense symmetric matrix of which the lower triangle counts: entry (i, j ≤ i) is `values[i * stride + j]`.
 * `stride` is `size` rounded up to whole tiles; what lies beyond `size` is padding, a unit matrix.
 */
export interface SymmetricMatrix {
  readonly size: number
  readonly stride: number
  readonly values: Float64Array
}

/** All zeros. 8 stride² bytes. */
export function createSymmetric(size: number): SymmetricMatrix {
  const stride = Math.ceil(size / TILE) * TILE
  const values = new Float64Array(stride * stride)
  for (let i = size; i < stride; i++) values[i * stride + i] = 1
  return { size, stride, values }
}

/**
 * Inverts in place, by the blocked symmetric sweep: for each block k of columns with D = A_kk, W = A_·k and V = W D⁻¹,
 *
 *     A_ij ← A_ij − V_i W_jᵀ,   A_ik ← V_i,   A_kk ← −D⁻¹      (i, j ≠ k)
 *
 * After the last block A holds −A⁻¹. Only the lower triangle is worked on: n³/2 multiplications, nearly all of them in one 4 × 4 tile
 * that keeps its sums in registers. Cost: O(n³) time, 1,024 n bytes beside the matrix.
 * Source: Goodnight, "A tutorial on the SWEEP operator", 1979, by blocks.
 *
 * @param matrix (n × n) positive definite; afterwards both triangles hold the inverse.
 * @param step called with the fraction done; it may throw to stop.
 * @throws RangeError when a pivot is not positive: the matrix is not positive definite.
 */
export function invertPositiveDefinite(matrix: SymmetricMatrix, step?: (fraction: number) => void): void {
  const { stride, values } = matrix
  const panel = new Float64Array(stride * BLOCK)
  const scaled = new Float64Array(stride * BLOCK)
  const pivot = new Float64Array(BLOCK * BLOCK)
  for (let start = 0; start < stride; start += BLOCK) {
    const width = Math.min(BLOCK, stride - start)
    gatherPanel(matrix, start, width, panel)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) pivot[i * BLOCK + j] = panel[(start + Math.max(i, j)) * BLOCK + Math.min(i, j)]
    sweepScalars(pivot, width)
    scaled.fill(0)
    for (let i = 0; i < stride; i += TILE)
      for (let j = 0; j < width; j += TILE) subtractTile(scaled, i * BLOCK + j, BLOCK, panel, i, pivot, j, width)
    // `pivot` holds −D⁻¹, so that `scaled` = 0 − W (−D⁻¹) = V.
    updateOutside(matrix, start, width, panel, scaled)
    scatterPanel(matrix, start, width, scaled, pivot)
    step?.((start + width) / stride)
  }
  for (let i = 0; i < stride; i++)
    for (let j = 0; j <= i; j++) values[j * stride + i] = values[i * stride + j] = -values[i * stride + j]
}

/** W (stride × BLOCK): the whole columns of the block, from whichever triangle holds them. */
function gatherPanel({ stride, values }: SymmetricMatrix, start: number, width: number, panel: Float64Array): void {
  for (let c = 0; c < width; c++) {
    const row = (start + c) * stride
    for (let i = 0; i < start; i++) panel[i * BLOCK + c] = values[row + i]
    for (let i = start; i < stride; i++) panel[i * BLOCK + c] = values[i * stride + start + c]
  }
}

function scatterPanel(
  { stride, values }: SymmetricMatrix,
  start: number,
  width: number,
  scaled: Float64Array,
  pivot: Float64Array,
): void {
  for (let c = 0; c < width; c++) {
    const row = (start + c) * stride
    for (let i = 0; i < start; i++) values[row + i] = scaled[i * BLOCK + c]
    for (let i = 0; i < width; i++) values[(start + i) * stride + start + c] = pivot[i * BLOCK + c]
    for (let i = start + width; i < stride; i++) values[i * stride + start + c] = scaled[i * BLOCK + c]
  }
}

function updateOutside(
  { stride, values }: SymmetricMatrix,
  start: number,
  width: number,
  panel: Float64Array,
  scaled: Float64Array,
): void {
  const end = start + width
  for (let i = 0; i < stride; i += TILE) {
    if (i >= start && i < end) continue
    for (let j = 0; j <= i; j += TILE)
      if (j < start || j >= end) subtractTile(values, i * stride + j, stride, scaled, i, panel, j, width)
  }
}

/** C[0…3, 0…3] −= A_rows · B_rowsᵀ over `length` columns; rows of A and B are BLOCK apart. The loop written out for 4 × 4 sums. */
function subtractTile(
  c: Float64Array,
  at: number,
  stride: number,
  a: Float64Array,
  aRow: number,
  b: Float64Array,
  bRow: number,
  length: number,
): void {
  let c00 = 0
  let c01 = 0
  let c02 = 0
  let c03 = 0
  let c10 = 0
  let c11 = 0
  let c12 = 0
  let c13 = 0
  let c20 = 0
  let c21 = 0
  let c22 = 0
  let c23 = 0
  let c30 = 0
  let c31 = 0
  let c32 = 0
  let c33 = 0
  const a0 = aRow * BLOCK
  const b0 = bRow * BLOCK
  for (let k = 0; k < length; k++) {
    const x0 = a[a0 + k]
    const x1 = a[a0 + 1 * BLOCK + k]
    const x2 = a[a0 + 2 * BLOCK + k]
    const x3 = a[a0 + 3 * BLOCK + k]
    let y = b[b0 + k]
    c00 += x0 * y
    c10 += x1 * y
    c20 += x2 * y
    c30 += x3 * y
    y = b[b0 + 1 * BLOCK + k]
    c01 += x0 * y
    c11 += x1 * y
    c21 += x2 * y
    c31 += x3 * y
    y = b[b0 + 2 * BLOCK + k]
    c02 += x0 * y
    c12 += x1 * y
    c22 += x2 * y
    c32 += x3 * y
    y = b[b0 + 3 * BLOCK + k]
    c03 += x0 * y
    c13 += x1 * y
    c23 += x2 * y
    c33 += x3 * y
  }
  c[at] -= c00
  c[at + 1] -= c01
  c[at + 2] -= c02
  c[at + 3] -= c03
  c[at + 1 * stride] -= c10
  c[at + 1 * stride + 1] -= c11
  c[at + 1 * stride + 2] -= c12
  c[at + 1 * stride + 3] -= c13
  c[at + 2 * stride] -= c20
  c[at + 2 * stride + 1] -= c21
  c[at + 2 * stride + 2] -= c22
  c[at + 2 * stride + 3] -= c23
  c[at + 3 * stride] -= c30
  c[at + 3 * stride + 1] -= c31
  c[at + 3 * stride + 2] -= c32
  c[at + 3 * stride + 3] -= c33
}

/** Sweeps every column of a small full matrix: afterwards it holds −A⁻¹. O(width³). */
function sweepScalars(a: Float64Array, width: number): void {
  for (let k = 0; k < width; k++) {
    const d = a[k * BLOCK + k]
    if (!(d > 0)) throw new RangeError(`The matrix is not positive definite: a pivot is ${d}.`)
    for (let i = 0; i < width; i++) {
      if (i === k) continue
      const v = a[i * BLOCK + k] / d
      for (let j = 0; j < width; j++) if (j !== k) a[i * BLOCK + j] -= v * a[k * BLOCK + j]
    }
    for (let i = 0; i < width; i++) {
      if (i === k) continue
      a[i * BLOCK + k] /= d
      a[k * BLOCK + i] /= d
    }
    a[k * BLOCK + k] = -1 / d
  }
}
