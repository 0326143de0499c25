// Tiles of 12 × 12 floats for products of dense matrices: 3 × 12 sums fit the sixteen registers, and nine of them hide how long an addition takes.
import { madd } from './simd'

/** Rows and columns of a tile. */
export const SIDE = 12
/** Bytes of one row of a tile, and of one column of a strip. */
export const SIDE_BYTES: usize = 48
export const TILE_BYTES: usize = 576

/** A strip is twelve rows of a matrix of `width` columns, column after column. */
@inline
export function stripOf(packed: usize, strip: i32, width: i32): usize {
  return packed + <usize>strip * (<usize>width * SIDE_BYTES)
}

/** C −= Σ_k a_k b_kᵀ over `width` columns k of two strips; C is a tile whose rows follow each other. */
@inline
export function subtractProduct(c: usize, a: usize, b: usize, width: i32): void {
  // unroll $q 4
  subtractThree(c + $q * 3 * SIDE_BYTES, a + 12 * $q, b, width)
}

/** Three of its rows. An engine loads all that a step needs before it multiplies: six registers, and V8 has fifteen. */
function subtractThree(c: usize, a: usize, b: usize, width: i32): void {
  // unroll $r 3, $c 3
  let sum$r$c = f32x4.splat(0)
  for (const end = b + <usize>width * SIDE_BYTES; b < end; b += SIDE_BYTES) {
    // unroll $c 3
    const b$c = v128.load(b, 16 * $c)
    // unroll $r 3
    {
      const a$r = v128.load_splat<f32>(a, 4 * $r)
      // unroll $c 3
      sum$r$c = madd(a$r, b$c, sum$r$c)
    }
    a += SIDE_BYTES
  }
  // unroll $r 3, $c 3
  v128.store(c, f32x4.sub(v128.load(c, 48 * $r + 16 * $c), sum$r$c), 48 * $r + 16 * $c)
}

@inline
export function copyTwelve(to: usize, from: usize): void {
  // unroll $c 3
  v128.store(to, v128.load(from, 16 * $c), 16 * $c)
}

/** Rows are `toStep` and `fromStep` bytes apart. */
export function copyTile(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  for (let r = 0; r < SIDE; r++) copyTwelve(to + <usize>r * toStep, from + <usize>r * fromStep)
}

export function negateTile(tile: usize): void {
  for (let at: usize = 0; at < TILE_BYTES; at += 16) v128.store(tile + at, f32x4.neg(v128.load(tile + at)))
}

/** Rows are `toStep` and `fromStep` bytes apart. */
export function transposeTile(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  for (let r: usize = 0; r < 3; r++)
    for (let c: usize = 0; c < 3; c++)
      transposeFour(to + c * 4 * toStep + r * 16, toStep, from + r * 4 * fromStep + c * 16, fromStep)
}

@inline
function transposeFour(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const a = v128.load(from)
  const b = v128.load(from + fromStep)
  const c = v128.load(from + 2 * fromStep)
  const d = v128.load(from + 3 * fromStep)
  const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5))
  v128.store(to + toStep, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7))
  v128.store(to + 2 * toStep, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5))
  v128.store(to + 3 * toStep, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7))
}

/** Above the diagonal what is below it. */
export function mirrorTile(tile: usize): void {
  for (let r = 0; r < SIDE; r++)
    for (let c = 0; c < r; c++)
      store<f32>(tile + <usize>c * SIDE_BYTES + (<usize>r << 2), load<f32>(tile + <usize>r * SIDE_BYTES + (<usize>c << 2)))
}
