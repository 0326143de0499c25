// Rows of a factorisation drawn from their posterior, or solved without a negative part, given the other side.
import { dot } from './shared/simd'
import { addGram, addPull, factorInPlace, solveBackward, solveForward } from './shared/normal-equations'

/**
 * x_r ~ N(A⁻¹ b, A⁻¹), A = precision + α Σ y yᵀ, b = pull + α Σ value y; `noise` (rows × width) standard normals. With zeros for noise it is
 * the ridge solution. Scratch: width² + width floats. The reference is sampleRows in ../references/posterior.ts.
 */
export function sampleRows(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, values: usize, others: usize, width: i32,
  precision: usize, pull: usize, alpha: f32, noise: usize, rows: usize,
): void {
  const stride = <usize>width << 2
  const square = <usize>width * stride
  const b = scratch + square
  for (let r = from; r < to; r++) {
    const start = load<u32>(indptr + (<usize>r << 2))
    const end = load<u32>(indptr + (<usize>r << 2) + 4)
    memory.copy(scratch, precision, square)
    memory.copy(b, pull, stride)
    addGram(scratch, width, others, indices, start, end, alpha)
    addPull(b, width, others, indices, values, start, end, alpha)
    factorInPlace(scratch, width)
    solveForward(scratch, width, b)
    const z = noise + <usize>r * stride
    for (let at: usize = 0; at < stride; at += 16) v128.store(b + at, f32x4.add(v128.load(b + at), v128.load(z + at)))
    solveBackward(scratch, width, b)
    memory.copy(rows + <usize>r * stride, b, stride)
  }
}

/** sums_r = Σ (value − x_r · y)² over the ratings of row r, in f64. */
export function squaredErrors(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, values: usize, rows: usize, others: usize, width: i32, sums: usize,
): void {
  const stride = <usize>width << 2
  for (let r = from; r < to; r++) {
    const end = load<u32>(indptr + (<usize>r << 2) + 4)
    let sum: f64 = 0
    for (let e = load<u32>(indptr + (<usize>r << 2)); e < end; e++) {
      const y = others + <usize>load<i32>(indices + (<usize>e << 2)) * stride
      const error = <f64>(load<f32>(values + (<usize>e << 2)) - dot(rows + <usize>r * stride, y, width))
      sum += error * error
    }
    store<f64>(sums + (<usize>r << 3), sum)
  }
}

/**
 * x_r ≥ 0 minimising Σ (value − x · y)² + λ n ‖x‖² by `sweeps` of coordinate descent from the x_r there is; rows without ratings become 0.
 * Scratch: width² + width floats. The reference is solveNonNegative in ../references/posterior.ts.
 */
export function nonNegativeRows(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, values: usize, others: usize, width: i32,
  regularization: f32, sweeps: i32, rows: usize,
): void {
  const stride = <usize>width << 2
  const square = <usize>width * stride
  const b = scratch + square
  for (let r = from; r < to; r++) {
    const start = load<u32>(indptr + (<usize>r << 2))
    const end = load<u32>(indptr + (<usize>r << 2) + 4)
    const x = rows + <usize>r * stride
    memory.fill(scratch, 0, square + stride)
    if (start === end) {
      memory.fill(x, 0, stride)
      continue
    }
    addGram(scratch, width, others, indices, start, end, 1)
    addPull(b, width, others, indices, values, start, end, 1)
    const ridge = regularization * <f32>(end - start)
    for (let f: usize = 0; f < stride; f += 4) {
      const diagonal = scratch + (f >> 2) * stride + f
      store<f32>(diagonal, load<f32>(diagonal) + ridge)
      for (let g: usize = 0; g < f; g += 4)
        store<f32>(scratch + (g >> 2) * stride + f, load<f32>(scratch + (f >> 2) * stride + g))
    }
    for (let sweep = 0; sweep < sweeps; sweep++)
      for (let f: usize = 0; f < stride; f += 4) {
        const row = scratch + (f >> 2) * stride
        const own = load<f32>(x + f)
        const curve = load<f32>(row + f)
        if (curve <= 0) continue
        store<f32>(x + f, max<f32>(0, own + (load<f32>(b + f) - dot(row, x, width)) / curve))
      }
  }
}
