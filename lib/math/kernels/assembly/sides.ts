// What is worked out over all rows of one side of implicit ALS: Σ y yᵀ, other axes, and the loss.
import { addGram, clearRow, putRow } from './shared/octets'
import { dot, madd } from './shared/simd'

/** Rows gathered at a time. A multiple of 8. */
const PANEL: i32 = 64

/** sums_p (columns × columns, upper) = Σ y yᵀ over the rows of part p, which are p · perPart …. */
export function gramParts(
  from: i32,
  to: i32,
  scratch: usize,
  values: usize,
  nRows: i32,
  perPart: i32,
  columns: i32,
  sums: usize,
): void {
  const octetBytes = <usize>columns << 5
  for (let part = from; part < to; part++) {
    const sum = sums + ((<usize>part * <usize>columns * <usize>columns) << 2)
    const end = min((part + 1) * perPart, nRows)
    for (let first = part * perPart; first < end; first += PANEL) {
      const last = min(first + PANEL, end)
      let octets = 0
      for (let at = first; at < last; at += 8, octets++) {
        const octet = scratch + <usize>octets * octetBytes
        for (let r = 0; r < 8; r++)
          if (at + r < last) putRow(octet, r, values + ((<usize>(at + r) * <usize>columns) << 2), 1, columns)
          else clearRow(octet, r, columns)
      }
      addGram(sum, scratch, octets, columns, 0, columns)
    }
  }
}

/** losses_u = Σ_j (c_j s_j² − 2 q_j s_j + q_j) + λ_u ‖x_u‖², s_j = x_u · y_j, f64, for the rows u = from…to. */
export function alsLoss(
  from: i32,
  to: i32,
  scratch: usize,
  indptr: usize,
  columnIndices: usize,
  confidenceValues: usize,
  pullValues: usize,
  fixedFactors: usize,
  ridges: usize,
  factors: usize,
  columns: i32,
  losses: usize,
): void {
  const stride = <usize>columns << 2
  for (let row = from; row < to; row++) {
    const x = factors + <usize>row * stride
    let sum = <f64>load<f32>(ridges + (<usize>row << 2)) * <f64>dot(x, x, columns)
    const end = load<u32>(indptr + (<usize>row << 2), 4)
    for (let e = load<u32>(indptr + (<usize>row << 2)); e < end; e++) {
      const at = <usize>e << 2
      const score = <f64>dot(x, fixedFactors + <usize>load<u32>(columnIndices + at) * stride, columns)
      const pull = <f64>load<f32>(pullValues + at)
      sum += pull + score * (<f64>load<f32>(confidenceValues + at) * score - 2 * pull)
    }
    store<f64>(losses + (<usize>row << 3), sum)
  }
}

/**
 * Each row x of `values` = V x. @param axes V (columns × columns) in panels of eight of its rows, transposed: element (8 p + j, k) is the float
 * (p columns + k) 8 + j. Scratch: 4 columns floats.
 */
export function rotateRows(from: i32, to: i32, scratch: usize, values: usize, axes: usize, columns: i32): void {
  const stride = <usize>columns << 2
  for (let row = from; row < to; row += 4) {
    const x = values + <usize>row * stride
    const count = min(4, to - row)
    interleave(x, scratch, count, columns)
    for (let column: usize = 0; column < stride; column += 32) multiplyPanel(x + column, count, scratch, axes + column * <usize>columns, columns)
  }
}

/** Element k of row r goes to the float 4 k + r. */
@inline
function interleave(x: usize, to: usize, count: i32, columns: i32): void {
  for (let r = 0; r < 4; r++)
    for (let k = 0; k < columns; k++)
      store<f32>(to + (<usize>(4 * k + r) << 2), r < count ? load<f32>(x + (<usize>(r * columns + k) << 2)) : 0)
}

/** Eight columns of the first `count` of four rows. */
@inline
function multiplyPanel(to: usize, count: i32, rows: usize, panel: usize, columns: i32): void {
  // unroll $r 4, $h 2
  let sum$r$h = f32x4.splat(0)
  const end = rows + (<usize>columns << 4)
  for (; rows < end; rows += 16, panel += 32) {
    const near = v128.load(panel)
    const far = v128.load(panel, 16)
    // unroll $r 4
    {
      const own$r = v128.load32_splat(rows, $r * 4)
      sum$r0 = madd(own$r, near, sum$r0)
      sum$r1 = madd(own$r, far, sum$r1)
    }
  }
  const stride = <usize>columns << 2
  // unroll $r 4
  if ($r < count) {
    v128.store(to + $r * stride, sum$r0)
    v128.store(to + $r * stride, sum$r1, 16)
  }
}
