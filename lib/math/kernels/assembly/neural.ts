// What a small neural network is trained with: dense products in tiles, a sparse input layer, softmax and Adam.
// The readable twin of each is in ../references/neural.ts.
import { madd } from './shared/simd'

/** Columns of one unit of work: four panels of 8, so that a block of A is used four times while it is in the first cache. */
const UNIT: i32 = 32
const PANEL: i32 = 8
/** Rows of B that are packed at a time: 512 × 32 floats, 64 kB of scratch. */
const DEPTH: i32 = 512

/**
 * C = A B for the units of 32 columns from…to: C (m × n), A (m × depth), B (depth × n), each with its own strides, in floats. `m` is a
 * multiple of 4, `n` of 8. C is written row by row, with unit column stride.
 */
export function multiplyUnits(
  from: i32, to: i32, scratch: usize,
  a: usize, aRow: i32, aColumn: i32,
  b: usize, bRow: i32, bColumn: i32,
  c: usize, cRow: i32,
  m: i32, n: i32, depth: i32,
): void {
  for (let unit = from; unit < to; unit++) {
    const first = unit * UNIT
    const last = min(first + UNIT, n)
    for (let start = 0; start < depth; start += DEPTH) {
      const length = min(DEPTH, depth - start)
      for (let column = first; column < last; column += PANEL)
        packPanel(scratch + (<usize>(column - first) * DEPTH << 2), b + (<usize>start * bRow << 2), bRow, bColumn, column, length)
      for (let row = 0; row < m; row += 4)
        for (let column = first; column < last; column += PANEL)
          multiplyTile(
            a + ((<usize>row * aRow + <usize>start * aColumn) << 2), aRow, aColumn,
            scratch + (<usize>(column - first) * DEPTH << 2),
            c + ((<usize>row * cRow + column) << 2), cRow, length, start > 0,
          )
    }
  }
}

/** Eight columns of B side by side, row after row. */
@inline
function packPanel(to: usize, b: usize, bRow: i32, bColumn: i32, column: i32, length: i32): void {
  const step = <usize>bRow << 2
  let from = b + (<usize>column * bColumn << 2)
  if (bColumn == 1) {
    for (let k = 0; k < length; k++) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
      to += 32
      from += step
    }
    return
  }
  const next = <usize>bColumn << 2
  for (let k = 0; k < length; k++) {
    // unroll $j 8
    store<f32>(to, load<f32>(from + $j * next), $j * 4)
    to += 32
    from += step
  }
}

/** Four rows by eight columns, their sums in registers. */
@inline
function multiplyTile(a: usize, aRow: i32, aColumn: i32, panel: usize, c: usize, cRow: i32, length: i32, add: bool): void {
  const row = <usize>aRow << 2
  const step = <usize>aColumn << 2
  const cStep = <usize>cRow << 2
  // unroll $r 4
  {
    const a$r = $r * row
    const c$r = c + $r * cStep
    let low$r = add ? v128.load(c$r) : f32x4.splat(0)
    let high$r = add ? v128.load(c$r, 16) : f32x4.splat(0)
  }
  for (let k = 0; k < length; k++) {
    const low = v128.load(panel)
    const high = v128.load(panel, 16)
    // unroll $r 4
    {
      const x$r = v128.load32_splat(a + a$r)
      low$r = madd(x$r, low, low$r)
      high$r = madd(x$r, high, high$r)
    }
    panel += 32
    a += step
  }
  // unroll $r 4
  {
    v128.store(c$r, low$r)
    v128.store(c$r, high$r, 16)
  }
}

/** h_r = tanh(Σ_e values_e W[indices_e]) over the entries e of row r; W has rows of `width`, h of `stride`, both multiples of 4. */
export function sparseTanhRows(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, values: usize, weights: usize, width: i32, h: usize, stride: i32,
): void {
  const bytes = <usize>width << 2
  for (let r = from; r < to; r++) {
    const out = h + (<usize>r * stride << 2)
    memory.fill(out, 0, bytes)
    const end = load<u32>(indptr + (<usize>r << 2), 4)
    for (let e = load<u32>(indptr + (<usize>r << 2)); e < end; e++)
      addScaled(out, weights + <usize>load<u32>(indices + (<usize>e << 2)) * bytes, load<f32>(values + (<usize>e << 2)), bytes)
    tanhInPlace(out, bytes)
  }
}

@inline
function addScaled(to: usize, from: usize, by: f32, bytes: usize): void {
  const factor = f32x4.splat(by)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, madd(factor, v128.load(from + at), v128.load(to + at)))
}

@inline
function tanhInPlace(values: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(values + at, Mathf.tanh(load<f32>(values + at)))
}

/** h_r = tanh(h_r), the first `width` of `stride`. */
export function tanhRows(from: i32, to: i32, scratch: usize, h: usize, width: i32, stride: i32): void {
  for (let r = from; r < to; r++) tanhInPlace(h + (<usize>r * stride << 2), <usize>width << 2)
}

/** d_r *= 1 − h_r²: from what tanh gave out to what it was given. `width` is a multiple of 4. */
export function tanhGradientRows(from: i32, to: i32, scratch: usize, d: usize, width: i32, h: usize, stride: i32): void {
  const one = f32x4.splat(1)
  for (let r = from; r < to; r++) {
    const own = d + (<usize>r * width << 2)
    const activation = h + (<usize>r * stride << 2)
    for (let at: usize = 0; at < <usize>width << 2; at += 16) {
      const y = v128.load(activation + at)
      v128.store(own + at, f32x4.mul(v128.load(own + at), f32x4.sub(one, f32x4.mul(y, y))))
    }
  }
}

/**
 * Of each row of logits (n of `stride`): losses_r = −Σ_x (logit_x − ln Σ exp logit) over its targets x, and in place of the logits the
 * gradient of that, `scale` (|x| softmax − [x]); what lies beyond n becomes 0.
 */
export function softmaxRows(
  from: i32, to: i32, scratch: usize,
  logits: usize, n: i32, stride: i32, indptr: usize, indices: usize, losses: usize, scale: f32,
): void {
  for (let r = from; r < to; r++) {
    const row = logits + (<usize>r * stride << 2)
    const first = load<u32>(indptr + (<usize>r << 2))
    const end = load<u32>(indptr + (<usize>r << 2), 4)
    const count = <f32>(end - first)
    let top: f32 = -f32.MAX_VALUE
    for (let i = 0; i < n; i++) top = max(top, load<f32>(row + (<usize>i << 2)))
    let loss: f64 = 0
    for (let e = first; e < end; e++)
      loss -= <f64>load<f32>(row + (<usize>load<u32>(indices + (<usize>e << 2)) << 2)) - <f64>top
    let sum: f64 = 0
    for (let i = 0; i < n; i++) {
      const grown = Mathf.exp(load<f32>(row + (<usize>i << 2)) - top)
      store<f32>(row + (<usize>i << 2), grown)
      sum += <f64>grown
    }
    loss += <f64>count * Math.log(sum)
    store<f32>(losses + (<usize>r << 2), <f32>loss)
    const share = scale * count / <f32>sum
    for (let i = 0; i < n; i++) store<f32>(row + (<usize>i << 2), load<f32>(row + (<usize>i << 2)) * share)
    memory.fill(row + (<usize>n << 2), 0, <usize>(stride - n) << 2)
    for (let e = first; e < end; e++) {
      const at = row + (<usize>load<u32>(indices + (<usize>e << 2)) << 2)
      store<f32>(at, load<f32>(at) - scale)
    }
  }
}

/**
 * One step of Adam on rows of `width`, a multiple of 4: m ← .9 m + .1 g, v ← .999 v + .001 g², w ← w − rate (m̂ / (√v̂ + 10⁻⁸) + decay w)
 * with m̂ = meanScale m, v̂ = squareScale v.
 */
export function adamRows(
  from: i32, to: i32, scratch: usize,
  weights: usize, gradients: usize, means: usize, squares: usize, width: i32,
  rate: f32, meanScale: f32, squareScale: f32, decay: f32,
): void {
  const bytes = <usize>width << 2
  for (let r = from; r < to; r++) {
    const at = <usize>r * bytes
    adam(weights + at, gradients + at, means + at, squares + at, bytes, rate, meanScale, squareScale, decay)
  }
}

/**
 * Adam on the weights of a sparse input layer: the gradient of row i is Σ_e values_e d[rows_e] over the entries e of input i (by `indptr`).
 * Scratch: one row.
 */
export function adamInputRows(
  from: i32, to: i32, scratch: usize,
  weights: usize, means: usize, squares: usize, width: i32,
  indptr: usize, rows: usize, values: usize, d: usize,
  rate: f32, meanScale: f32, squareScale: f32, decay: f32,
): void {
  const bytes = <usize>width << 2
  for (let i = from; i < to; i++) {
    memory.fill(scratch, 0, bytes)
    const end = load<u32>(indptr + (<usize>i << 2), 4)
    for (let e = load<u32>(indptr + (<usize>i << 2)); e < end; e++)
      addScaled(scratch, d + <usize>load<u32>(rows + (<usize>e << 2)) * bytes, load<f32>(values + (<usize>e << 2)), bytes)
    const at = <usize>i * bytes
    adam(weights + at, scratch, means + at, squares + at, bytes, rate, meanScale, squareScale, decay)
  }
}

@inline
function adam(
  weights: usize, gradients: usize, means: usize, squares: usize, bytes: usize,
  rate: f32, meanScale: f32, squareScale: f32, decay: f32,
): void {
  const step = f32x4.splat(rate)
  const shrink = f32x4.splat(1 - rate * decay)
  const ofMean = f32x4.splat(meanScale)
  const ofSquare = f32x4.splat(squareScale)
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradients + at)
    const mean = f32x4.add(f32x4.mul(f32x4.splat(0.9), v128.load(means + at)), f32x4.mul(f32x4.splat(0.1), g))
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(0.999), v128.load(squares + at)),
      f32x4.mul(f32x4.splat(0.001), f32x4.mul(g, g)),
    )
    v128.store(means + at, mean)
    v128.store(squares + at, square)
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(square, ofSquare)), f32x4.splat(1e-8))
    const change = f32x4.mul(step, f32x4.div(f32x4.mul(mean, ofMean), size))
    v128.store(weights + at, f32x4.sub(f32x4.mul(shrink, v128.load(weights + at)), change))
  }
}
