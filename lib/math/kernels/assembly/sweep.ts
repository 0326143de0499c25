// The blocked symmetric sweep that inverts a positive definite matrix: one block of columns at a time, rows over threads.
//
// Legend, as in ../../symmetric-inverse.ts: A the matrix (lower triangle, `stride` floats a row), k a block of `width` columns from `start`,
// D = A_kk, W = A_·k, V = W D⁻¹. All of it lies in strips of twelve rows (./shared/tiles.ts): strip s of W and V holds, for each column of the
// block, the values of rows 12s…12s+11. So does A while it is swept, but by tiles: where its twelve rows were, their tiles follow each other, and
// the sweep reads and writes a stream that the processor fetches ahead of it. i and j count strips, q those of the block.
import { madd } from './shared/simd'
import {
  copyTile,
  copyTwelve,
  mirrorTile,
  negateTile,
  SIDE,
  SIDE_BYTES,
  stripOf,
  subtractProduct,
  TILE_BYTES,
  transposeTile,
} from './shared/tiles'

/** Strips from…to: their rows become tiles, in place, as far as the lower triangle needs them. The scratch space holds a strip. */
export function tileStrips(from: i32, to: i32, scratch: usize, matrix: usize, stride: i32): void {
  const row = <usize>stride << 2
  for (let i = from; i < to; i++) {
    const strip = stripOf(matrix, i, stride)
    memory.copy(scratch, strip, SIDE * row)
    for (let j = 0; j <= i; j++) copyTile(strip + <usize>j * TILE_BYTES, SIDE_BYTES, scratch + <usize>j * SIDE_BYTES, row)
  }
}

/** The way back, with the sign turned and the tiles on the diagonal made whole. */
export function untileStrips(from: i32, to: i32, scratch: usize, matrix: usize, stride: i32): void {
  const row = <usize>stride << 2
  for (let i = from; i < to; i++) {
    const strip = stripOf(matrix, i, stride)
    mirrorTile(strip + <usize>i * TILE_BYTES)
    memory.copy(scratch, strip, <usize>(i + 1) * TILE_BYTES)
    for (let j = 0; j <= i; j++) {
      const tile = scratch + <usize>j * TILE_BYTES
      negateTile(tile)
      copyTile(strip + <usize>j * SIDE_BYTES, row, tile, SIDE_BYTES)
    }
  }
}

/** What lies left of the diagonal in strips from…to, rows again, is written above it too. */
export function mirrorStrips(from: i32, to: i32, scratch: usize, matrix: usize, stride: i32): void {
  const row = <usize>stride << 2
  for (let j = 0; j < to; j++)
    for (let i = max(from, j + 1); i < to; i++)
      transposeTile(stripOf(matrix, j, stride) + <usize>i * SIDE_BYTES, row, stripOf(matrix, i, stride) + <usize>j * SIDE_BYTES, row)
}

/** Packs the strips from…to of W, each tile from the triangle that holds it. */
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
  const block = start / SIDE
  for (let i = from; i < to; i++)
    for (let q = 0; q < width / SIDE; q++) {
      const packed = stripOf(panel, i, width) + <usize>q * TILE_BYTES
      if (i <= block + q) copyTile(packed, SIDE_BYTES, tileAt(matrix, stride, block + q, i), SIDE_BYTES)
      else transposeTile(packed, SIDE_BYTES, tileAt(matrix, stride, i, block + q), SIDE_BYTES)
      if (i == block + q) mirrorTile(packed)
    }
}

/**
 * Unpacks D into `pivot` (width × width, row-major), sweeps it column by column, which leaves −D⁻¹, and packs that where D was.
 * @returns how many columns were swept: fewer than `width` where a pivot is not positive.
 */
export function sweepPivot(panel: usize, start: i32, width: i32, pivot: usize): i32 {
  const row = <usize>width << 2
  const block = stripOf(panel, start / SIDE, width)
  // D is symmetric: what a strip holds of a column is a piece of the row of that number.
  for (let q = 0; q < width / SIDE; q++)
    for (let k = 0; k < width; k++)
      copyTwelve(pivot + <usize>k * row + <usize>q * SIDE_BYTES, stripOf(block, q, width) + <usize>k * SIDE_BYTES)
  const swept = sweepColumns(pivot, width)
  for (let q = 0; q < width / SIDE; q++)
    for (let k = 0; k < width; k++)
      copyTwelve(stripOf(block, q, width) + <usize>k * SIDE_BYTES, pivot + <usize>k * row + <usize>q * SIDE_BYTES)
  return swept
}

function sweepColumns(pivot: usize, width: i32): i32 {
  const row = <usize>width << 2
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
 * A_ij −= V_i W_jᵀ for these strips i and all j ≤ i, both outside the block; then A_ik ← V_i, and A_kk ← −D⁻¹.
 * `from` and `to` count strips from the last one, whose rows are the longest, so that no thread is left with a long one at the end.
 */
export function sweepStrips(
  from: i32,
  to: i32,
  scratch: usize,
  strips: i32,
  matrix: usize,
  stride: i32,
  start: i32,
  width: i32,
  panel: usize,
): void {
  const first = strips - to
  const last = strips - from
  const block = start / SIDE
  const blockEnd = block + width / SIDE
  const pivot = stripOf(panel, block, width)
  for (let i = first; i < last; i++)
    if (i < block || i >= blockEnd) scaleStrip(stripOf(panel, i, width), pivot, width, stripOf(scratch, i - first, width))
  // One strip of W stays in the first-level cache for all strips of this chunk.
  for (let j = 0; j < last; j++) {
    if (j >= block && j < blockEnd) continue
    for (let i = max(j, first); i < last; i++)
      if (i < block || i >= blockEnd)
        subtractProduct(tileAt(matrix, stride, i, j), stripOf(scratch, i - first, width), stripOf(panel, j, width), width)
  }
  for (let i = first; i < last; i++)
    if (i < block || i >= blockEnd) unpack(stripOf(scratch, i - first, width), i, matrix, stride, block, width)
    else
      for (let q = 0; q <= i - block; q++) {
        const inverse = stripOf(pivot, q, width) + <usize>(i - block) * TILE_BYTES
        copyTile(tileAt(matrix, stride, i, block + q), SIDE_BYTES, inverse, SIDE_BYTES)
      }
}

@inline
function tileAt(matrix: usize, stride: i32, i: i32, j: i32): usize {
  return stripOf(matrix, i, stride) + <usize>j * TILE_BYTES
}

/** V = 0 − (−D⁻¹) W of one strip; a strip of D⁻¹ gives twelve columns of V. */
function scaleStrip(w: usize, pivot: usize, width: i32, v: usize): void {
  memory.fill(v, 0, <usize>width * SIDE_BYTES)
  for (let q = 0; q < width / SIDE; q++) subtractProduct(v + <usize>q * TILE_BYTES, stripOf(pivot, q, width), w, width)
}

function unpack(v: usize, i: i32, matrix: usize, stride: i32, block: i32, width: i32): void {
  for (let q = 0; q < width / SIDE; q++) {
    const tile = v + <usize>q * TILE_BYTES
    if (i < block) copyTile(tileAt(matrix, stride, block + q, i), SIDE_BYTES, tile, SIDE_BYTES)
    else transposeTile(tileAt(matrix, stride, i, block + q), SIDE_BYTES, tile, SIDE_BYTES)
  }
}
