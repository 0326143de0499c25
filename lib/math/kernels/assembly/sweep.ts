// The blocked symmetric sweep that inverts a positive definite matrix: one block of columns at a time, rows over threads.
//
// Legend, as in ../../symmetric-inverse.ts: A the matrix (lower triangle, `stride` floats a row), k a block of `width` columns from `start`,
// D = A_kk, W = A_·k, V = W D⁻¹. W and V lie in strips of eight rows, packed so that a tile reads them from end to end:
// strip s holds, for each column of the block, the values of rows 8s…8s+7.
import { madd } from './shared/simd'

const ROWS_SHIFT = 3
const STRIP_ROWS = 1 << ROWS_SHIFT
/** Bytes of one column of a strip. */
const COLUMN_BYTES: usize = 32

/** Packs the strips from…to of W, each entry from whichever triangle holds it. */
export function packPanel(
  from: i32,
  to: i32,
  scratch: usize,
  matrix: usize,
  stride: i32,
  start: i32,
  width: i32,
  panel: usize,
): void {
  const row = <usize>stride << 2
  for (let strip = from; strip < to; strip++) {
    const first = strip << ROWS_SHIFT
    const packed = panel + <usize>strip * stripBytes(width)
    if (first < start) {
      for (let k = 0; k < width; k++) copyEight(packed + at(k), matrix + <usize>(start + k) * row + (<usize>first << 2))
      continue
    }
    for (let k = 0; k < width; k++)
      for (let r = 0; r < STRIP_ROWS; r++) {
        const i = max(first + r, start + k)
        const j = min(first + r, start + k)
        store<f32>(packed + at(k) + (<usize>r << 2), load<f32>(matrix + <usize>i * row + (<usize>j << 2)))
      }
  }
}

/**
 * Unpacks D (width × width, row-major) and sweeps it column by column, which leaves −D⁻¹.
 * @returns how many columns were swept: fewer than `width` where a pivot is not positive.
 */
export function sweepPivot(panel: usize, start: i32, width: i32, pivot: usize): i32 {
  const row = <usize>width << 2
  for (let i = 0; i < width; i++) {
    const strip = panel + <usize>((start + i) >> ROWS_SHIFT) * stripBytes(width)
    for (let k = 0; k < width; k++)
      store<f32>(pivot + <usize>i * row + (<usize>k << 2), load<f32>(strip + at(k) + (<usize>(i & 7) << 2)))
  }
  for (let k = 0; k < width; k++) {
    const column = <usize>k << 2
    const own = pivot + <usize>k * row
    const d = load<f32>(own + column)
    if (!(d > 0)) return k
    const inverse: f32 = 1 / d
    for (let i = 0; i < width; i++) {
      if (i == k) continue
      const other = pivot + <usize>i * row
      const v = load<f32>(other + column) * inverse
      const minus = f32x4.splat(-v)
      for (let j: usize = 0; j < row; j += 16) v128.store(other + j, madd(minus, v128.load(own + j), v128.load(other + j)))
      store<f32>(other + column, v)
    }
    const scale = f32x4.splat(inverse)
    for (let j: usize = 0; j < row; j += 16) v128.store(own + j, f32x4.mul(scale, v128.load(own + j)))
    store<f32>(own + column, -inverse)
  }
  return width
}

/**
 * A_ij −= V_i W_jᵀ for the rows of these strips and all j ≤ i, both outside the block; then A_ik ← V_i, and A_kk ← −D⁻¹.
 * `from` and `to` count strips from the last one, whose rows are the longest, so that no thread is left with a long one at the end.
 */
export function sweepRows(
  from: i32,
  to: i32,
  scratch: usize,
  strips: i32,
  matrix: usize,
  stride: i32,
  start: i32,
  width: i32,
  panel: usize,
  pivot: usize,
): void {
  const row = <usize>stride << 2
  const first = strips - to
  const last = strips - from
  const blockFirst = start >> ROWS_SHIFT
  const blockEnd = (start + width) >> ROWS_SHIFT
  for (let i = first; i < last; i++) scaleStrip(panel + <usize>i * stripBytes(width), pivot, width, scaled(scratch, i - first, width))
  // One strip of W stays in the first-level cache for all rows of this chunk.
  for (let j = 0; j < last; j++) {
    if (j >= blockFirst && j < blockEnd) continue
    const w = panel + <usize>j * stripBytes(width)
    for (let i = max(j, first); i < last; i++) {
      if (i >= blockFirst && i < blockEnd) continue
      const v = scaled(scratch, i - first, width)
      const c = matrix + <usize>(i << ROWS_SHIFT) * row + <usize>j * COLUMN_BYTES
      subtractTile(c, row, v, COLUMN_BYTES, w, width)
      subtractTile(c + 4 * row, row, v + 16, COLUMN_BYTES, w, width)
    }
  }
  for (let i = first; i < last; i++) unpack(scaled(scratch, i - first, width), i, matrix, row, start, width, pivot)
}

/** The lower triangle's values with the sign turned, in both triangles, for the rows from…to. */
export function mirrorRows(from: i32, to: i32, scratch: usize, matrix: usize, stride: i32): void {
  const row = <usize>stride << 2
  for (let i = from; i < to; i++)
    for (let j = 0; j <= i; j++) {
      const below = matrix + <usize>i * row + (<usize>j << 2)
      const value = -load<f32>(below)
      store<f32>(below, value)
      store<f32>(matrix + <usize>j * row + (<usize>i << 2), value)
    }
}

@inline
function stripBytes(width: i32): usize {
  return <usize>width * COLUMN_BYTES
}

@inline
function at(k: i32): usize {
  return <usize>k * COLUMN_BYTES
}

/** The chunk's own strips of V lie in the thread's scratch space. */
@inline
function scaled(scratch: usize, strip: i32, width: i32): usize {
  return scratch + <usize>strip * stripBytes(width)
}

@inline
function copyEight(to: usize, from: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
}

/** V = 0 − (−D⁻¹) W of one strip; D⁻¹ is symmetric, so its columns are read along its rows. */
function scaleStrip(w: usize, pivot: usize, width: i32, v: usize): void {
  memory.fill(v, 0, stripBytes(width))
  for (let k = 0; k < width; k += 4)
    subtractTile(v + at(k), COLUMN_BYTES, pivot + (<usize>k << 2), <usize>width << 2, w, width)
}

function unpack(v: usize, strip: i32, matrix: usize, row: usize, start: i32, width: i32, pivot: usize): void {
  const first = strip << ROWS_SHIFT
  if (first < start) {
    for (let k = 0; k < width; k++) copyEight(matrix + <usize>(start + k) * row + (<usize>first << 2), v + at(k))
    return
  }
  for (let r = 0; r < STRIP_ROWS; r++) {
    const to = matrix + <usize>(first + r) * row + (<usize>start << 2)
    if (first < start + width) memory.copy(to, pivot + <usize>((first + r - start) * width << 2), <usize>width << 2)
    else for (let k = 0; k < width; k++) store<f32>(to + (<usize>k << 2), load<f32>(v + at(k) + (<usize>r << 2)))
  }
}

/**
 * C (4 × 8) −= Σ_k a_k b_kᵀ over `length` steps k, all 32 sums in registers. a_k are four floats at `a`, moving on by `aStep` bytes;
 * b_k are the eight of a packed column; the rows of C are `cStep` bytes apart.
 */
function subtractTile(c: usize, cStep: usize, a: usize, aStep: usize, b: usize, length: i32): void {
  // unroll $r 4
  {
    let left$r = f32x4.splat(0)
    let right$r = f32x4.splat(0)
  }
  for (const end = b + stripBytes(length); b < end; b += COLUMN_BYTES) {
    const bLeft = v128.load(b)
    const bRight = v128.load(b, 16)
    // unroll $r 4
    {
      const a$r = v128.load_splat<f32>(a + 4 * $r)
      left$r = madd(a$r, bLeft, left$r)
      right$r = madd(a$r, bRight, right$r)
    }
    a += aStep
  }
  // unroll $r 4
  {
    v128.store(c, f32x4.sub(v128.load(c), left$r))
    v128.store(c, f32x4.sub(v128.load(c, 16), right$r), 16)
    c += cStep
  }
}
