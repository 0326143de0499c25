// One row of a factorisation given all rows of the other side: its normal equations, and how they are solved.
import { madd, nmadd, sumLanes } from './simd'

/** A += weight Σ y yᵀ over the ratings start…end; whole vectors up to the diagonal, so what is above it may be anything. */
export function addGram(
  a: usize, width: i32, others: usize, indices: usize, start: u32, end: u32, weight: f32,
): void {
  const stride = <usize>width << 2
  let e = start
  for (; e + 4 <= end; e += 4) {
    // unroll $r 4
    const y$r = others + <usize>load<i32>(indices + (<usize>(e + $r) << 2)) * stride
    for (let f: usize = 0; f < stride; f += 4) {
      // unroll $r 4
      const scaled$r = f32x4.splat(weight * load<f32>(y$r + f))
      const row = a + (f >> 2) * stride
      for (let at: usize = 0; at <= f; at += 16) {
        let sum = v128.load(row + at)
        // unroll $r 4
        sum = madd(scaled$r, v128.load(y$r + at), sum)
        v128.store(row + at, sum)
      }
    }
  }
  for (; e < end; e++) {
    const y = others + <usize>load<i32>(indices + (<usize>e << 2)) * stride
    for (let f: usize = 0; f < stride; f += 4) {
      const scaled = f32x4.splat(weight * load<f32>(y + f))
      const row = a + (f >> 2) * stride
      for (let at: usize = 0; at <= f; at += 16) v128.store(row + at, madd(scaled, v128.load(y + at), v128.load(row + at)))
    }
  }
}

/** b += weight Σ value y over the ratings start…end. */
export function addPull(
  b: usize, width: i32, others: usize, indices: usize, values: usize, start: u32, end: u32, weight: f32,
): void {
  const stride = <usize>width << 2
  for (let e = start; e < end; e++) {
    const y = others + <usize>load<i32>(indices + (<usize>e << 2)) * stride
    const scaled = f32x4.splat(weight * load<f32>(values + (<usize>e << 2)))
    for (let at: usize = 0; at < stride; at += 16) v128.store(b + at, madd(scaled, v128.load(y + at), v128.load(b + at)))
  }
}

/** Σ_{k < n} a_k b_k, n any. */
@inline
function dotUpTo(a: usize, b: usize, n: i32): f32 {
  let sums = f32x4.splat(0)
  const whole = <usize>(n & ~3) << 2
  for (let at: usize = 0; at < whole; at += 16) sums = madd(v128.load(a + at), v128.load(b + at), sums)
  let sum = sumLanes(sums)
  for (let at = whole; at < <usize>n << 2; at += 4) sum += load<f32>(a + at) * load<f32>(b + at)
  return sum
}

/** A = L Lᵀ in place, lower triangle; the diagonal of the result holds 1 / L_ii. */
export function factorInPlace(a: usize, width: i32): void {
  const stride = <usize>width << 2
  for (let i = 0; i < width; i++) {
    const row = a + <usize>i * stride
    for (let j = 0; j < i; j++) {
      const other = a + <usize>j * stride
      const at = <usize>j << 2
      store<f32>(row + at, (load<f32>(row + at) - dotUpTo(row, other, j)) * load<f32>(other + at))
    }
    const diagonal = row + (<usize>i << 2)
    store<f32>(diagonal, 1 / sqrt<f32>(load<f32>(diagonal) - dotUpTo(row, row, i)))
  }
}

/** b = L⁻¹ b. */
export function solveForward(l: usize, width: i32, b: usize): void {
  for (let i = 0; i < width; i++) {
    const row = l + <usize>i * (<usize>width << 2)
    const at = <usize>i << 2
    store<f32>(b + at, (load<f32>(b + at) - dotUpTo(row, b, i)) * load<f32>(row + at))
  }
}

/** b = L⁻ᵀ b. */
export function solveBackward(l: usize, width: i32, b: usize): void {
  for (let i = width - 1; i >= 0; i--) {
    const row = l + <usize>i * (<usize>width << 2)
    const end = <usize>i << 2
    const x = load<f32>(b + end) * load<f32>(row + end)
    store<f32>(b + end, x)
    const solved = f32x4.splat(x)
    const whole = <usize>(i & ~3) << 2
    for (let at: usize = 0; at < whole; at += 16) v128.store(b + at, nmadd(solved, v128.load(row + at), v128.load(b + at)))
    for (let at = whole; at < end; at += 4) store<f32>(b + at, load<f32>(b + at) - x * load<f32>(row + at))
  }
}
