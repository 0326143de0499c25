// A = Uᵀ U for small symmetric positive definite matrices, and the two triangular solves.
import { madd, nmadd, sumLanes } from './simd'

/** The part of row `target` from column `first` on -= Σ over the rows pivot…pivot+count of U[k, target's column] · row k. */
@inline
function eliminate(u: usize, pivot: i32, count: i32, target: i32, first: i32, size: i32): void {
  const stride = <usize>size << 2
  for (let k = pivot; k < pivot + count; k++) {
    const row = u + <usize>k * stride
    const factor = v128.load32_splat(row + (<usize>target << 2))
    const to = u + <usize>target * stride
    for (let at = <usize>first << 2; at < stride; at += 16)
      v128.store(to + at, nmadd(factor, v128.load(row + at), v128.load(to + at)))
  }
}

/**
 * Factors in place, four pivots at a time; reads and writes the upper triangle (and scribbles left of it). size³ / 6 multiplications.
 * @param size a multiple of 4. A pivot that is not positive makes the rest NaN, and so every solution.
 */
export function factorUpper(u: usize, size: i32): void {
  const stride = <usize>size << 2
  for (let pivot = 0; pivot < size; pivot += 4) {
    for (let k = pivot; k < pivot + 4; k++) {
      eliminate(u, pivot, k - pivot, k, pivot, size)
      const row = u + <usize>k * stride
      const square = load<f32>(row + (<usize>k << 2))
      const scale = f32x4.splat(square > 0 ? 1 / sqrt<f32>(square) : NaN)
      for (let at = <usize>pivot << 2; at < stride; at += 16) v128.store(row + at, f32x4.mul(scale, v128.load(row + at)))
    }
    const first = u + <usize>pivot * stride
    for (let i = pivot + 4; i < size; i += 4) eliminateFour(u, first, i, stride)
  }
}

/** Rows i…i+3 -= what the four pivot rows from `first` on say. */
@inline
function eliminateFour(u: usize, first: usize, i: i32, stride: usize): void {
  const column = <usize>i << 2
  const to = u + <usize>i * stride
  // unroll $r 4
  {
    // unroll $k 4
    const factor$r$k = v128.load32_splat(first + $k * stride + column, $r * 4)
    const to$r = to + $r * stride
  }
  for (let at = column; at < stride; at += 16) {
    // unroll $k 4
    const pivot$k = v128.load(first + $k * stride + at)
    // unroll $r 4
    {
      let sum$r = v128.load(to$r + at)
      // unroll $k 4
      sum$r = nmadd(factor$r$k, pivot$k, sum$r)
      v128.store(to$r + at, sum$r)
    }
  }
}

/** Uᵀ U x = b in place, `u` from {@link factorUpper}. */
export function solveUpper(u: usize, b: usize, size: i32): void {
  const stride = <usize>size << 2
  for (let k = 0; k < size; k++) {
    const row = u + <usize>k * stride
    const own = b + (<usize>k << 2)
    const value = load<f32>(own) / load<f32>(row + (<usize>k << 2))
    store<f32>(own, value)
    subtractFrom(row, b, k + 1, size, value)
  }
  for (let k = size - 1; k >= 0; k--) {
    const row = u + <usize>k * stride
    const own = b + (<usize>k << 2)
    const rest = load<f32>(own) - dotFrom(row, b, k + 1, size)
    store<f32>(own, rest / load<f32>(row + (<usize>k << 2)))
  }
}

/** b_j -= value · row_j for j = from…size-1: singly up to a multiple of four. */
@inline
function subtractFrom(row: usize, b: usize, from: i32, size: i32, value: f32): void {
  let j = from
  for (; j < size && (j & 3) != 0; j++) {
    const at = b + (<usize>j << 2)
    store<f32>(at, load<f32>(at) - value * load<f32>(row + (<usize>j << 2)))
  }
  const factor = f32x4.splat(value)
  for (; j < size; j += 4) {
    const at = b + (<usize>j << 2)
    v128.store(at, nmadd(factor, v128.load(row + (<usize>j << 2)), v128.load(at)))
  }
}

/** Σ_{j = from…size-1} row_j b_j. */
@inline
function dotFrom(row: usize, b: usize, from: i32, size: i32): f32 {
  let single: f32 = 0
  let j = from
  for (; j < size && (j & 3) != 0; j++) single += load<f32>(row + (<usize>j << 2)) * load<f32>(b + (<usize>j << 2))
  let sum = f32x4.splat(0)
  for (; j < size; j += 4) sum = madd(v128.load(row + (<usize>j << 2)), v128.load(b + (<usize>j << 2)), sum)
  return single + sumLanes(sum)
}
