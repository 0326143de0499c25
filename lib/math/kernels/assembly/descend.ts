// One half of an epoch of implicit ALS by a few steps of conjugate gradient: every row of one side, the other side held fixed.
//
// A row with ratings j, confidences c_j > 0 and pulls q_j goes from where it stood towards the minimum of
//
//     Σ_j c_j (x · y_j)² − 2 q_j x · y_j  +  xᵀ D x + λ ‖x‖²      that is      A x = b,  A = D + λ I + Σ c y yᵀ,  b = Σ q y
//
// Both sides lie along the axes of Σ y yᵀ (rotateRows in sides.ts), so that D is a diagonal, and D + λ I + (Σ c) / N · Σ y yᵀ, which is what A would
// be for somebody with everybody's taste, is one too: it preconditions. A is never formed, and no y is copied. Rows with so many ratings that
// their y do not stay in the cache from one step to the next take their steps side by side, from one block of y to the next.
// The readable twin is descendAlsRows in ../references/als.ts.
import { addRows, multiplyRows } from './shared/scattered-rows'
import { dot, madd, sumLanes } from './shared/simd'

let indices: usize = 0
let confidences: usize = 0
let pulls: usize = 0
let fixed: usize = 0
let base: usize = 0
let shares: usize = 0
let width: i32 = 0
/** Bytes of a row. */
let stride: usize = 0

// The scratch space of this thread.
let zeros: usize = 0
let products: usize = 0
let places: usize = 0
let slots: usize = 0

/** Below it, residual and direction multiplied are nothing but rounding. */
const ARRIVED: f32 = 1e-20

/** What a slot, the state of one row on its way, begins with: the fields below. Vectors follow. */
const HEAD: usize = 48
const X: usize = 0
const START: usize = 4
const END: usize = 8
/** The first rating that the sweep has not come to. */
const NEXT: usize = 12
/** Residual and direction, multiplied. */
const SQUARES: usize = 16
/** dᵀ A d of the direction, in four parts. */
const CURVATURE: usize = 32

/** D + λ, what a residual is scaled with, b − A x, the direction, and A times the direction. */
const VECTORS: usize = 5

@inline
function slotOf(g: i32): usize {
  return slots + <usize>g * (HEAD + VECTORS * stride)
}

/** Bytes of scratch that {@link alsDescend} needs for parcels of up to `rows` rows. */
export function descendScratch(columns: i32, rows: i32): i32 {
  return 64 + columns * 4 + rows * (<i32>HEAD + <i32>VECTORS * columns * 4)
}

/**
 * Runs over parcels: the rows order[parcels[k]] … order[parcels[k + 1] - 1], which one thread solves together where the first of them has more than
 * `blockRows` ratings, else one by one. A row comes out the same either way.
 * @param indptr u32, @param columnIndices ascending in each row, @param confidenceValues @param pullValues f32 per rating, and eight more,
 * @param fixedFactors (others × columns) f32, @param baseDiagonal D, @param baseShares Σ y yᵀ / N, a diagonal too, @param ridges λ per row,
 * @param targetFactors (rows × columns) f32, @param failed u32, becomes 1 where a row ends in numbers that are none.
 * @param columns a multiple of 8, @param steps of conjugate gradient, @param blockRows rows of y that stay in the cache.
 */
export function alsDescend(
  from: i32, to: i32, scratch: usize, parcels: usize, order: usize,
  indptr: usize, columnIndices: usize, confidenceValues: usize, pullValues: usize, fixedFactors: usize,
  baseDiagonal: usize, baseShares: usize, ridges: usize, targetFactors: usize, failed: usize,
  columns: i32, steps: i32, blockRows: u32,
): void {
  indices = columnIndices
  confidences = confidenceValues
  pulls = pullValues
  fixed = fixedFactors
  base = baseDiagonal
  shares = baseShares
  width = columns
  stride = <usize>columns << 2
  products = scratch
  places = products + 32
  zeros = places + 32
  slots = zeros + stride
  memory.fill(zeros, 0, stride)
  for (let parcel = from; parcel < to; parcel++) {
    const end = load<u32>(parcels + (<usize>parcel << 2), 4)
    let first = load<u32>(parcels + (<usize>parcel << 2))
    while (first < end) {
      let count = 0
      do {
        const row = <usize>load<u32>(order + (<usize>(first + count) << 2))
        start(slotOf(count++), targetFactors + row * stride, indptr + (row << 2), load<f32>(ridges + (row << 2)))
      } while (first + count < end && isLong(slotOf(0), blockRows))
      descend(count, steps, count > 1 ? blockRows : u32.MAX_VALUE)
      for (let g = 0; g < count; g++) {
        const x = load<usize>(slotOf(g), X)
        if (isNaN(dot(x, x, width))) store<u32>(failed, 1)
      }
      first += count
    }
  }
}

@inline
function isLong(slot: usize, blockRows: u32): bool {
  return load<u32>(slot, END) - load<u32>(slot, START) > blockRows
}

/** `count` rows, one step of all of them after the other. */
function descend(count: i32, steps: i32, blockRows: u32): void {
  sweep(count, blockRows, RESIDUAL)
  for (let g = 0; g < count; g++) turn(slotOf(g), true)
  for (let step = 1; step <= steps; step++) {
    for (let g = 0; g < count; g++) stretch(slotOf(g))
    // The last step needs no residual after it.
    sweep(count, blockRows, step < steps ? IMAGE : CURVATURE_ONLY)
    for (let g = 0; g < count; g++) {
      move(slotOf(g))
      if (step < steps) turn(slotOf(g), false)
    }
  }
}

/** What a sweep over the ratings adds up: b − A x, or A d and dᵀ A d, or that alone. */
const RESIDUAL: i32 = 0
const IMAGE: i32 = 1
const CURVATURE_ONLY: i32 = 2

/** Goes through the ratings of all slots, block of y by block of y. */
function sweep(count: i32, blockRows: u32, task: i32): void {
  for (let g = 0; g < count; g++) store<u32>(slotOf(g), load<u32>(slotOf(g), START), NEXT)
  let limit = blockRows
  let left = count
  while (left > 0) {
    left = 0
    for (let g = 0; g < count; g++) if (sweepUntil(slotOf(g), limit, task)) left++
    limit += blockRows
  }
}

/** Goes on with one slot until its ratings come to the row `limit` of y; whether some are left. */
function sweepUntil(slot: usize, limit: u32, task: i32): bool {
  const end = load<u32>(slot, END)
  const vectors = slot + HEAD
  let e = load<u32>(slot, NEXT)
  let curvature = v128.load(slot, CURVATURE)
  for (; e < end && load<u32>(indices + (<usize>e << 2)) < limit; e += 8) {
    findRows(e, end)
    const at = <usize>e << 2
    multiplyRows(places, task == RESIDUAL ? load<usize>(slot, X) : vectors + 3 * stride, products, width)
    // unroll $h 2
    {
      const product$h = v128.load(products, $h * 16)
      const weighted$h = f32x4.mul(v128.load(confidences + at, $h * 16), product$h)
      curvature = madd(product$h, weighted$h, curvature)
      v128.store(products, task == RESIDUAL ? f32x4.sub(v128.load(pulls + at, $h * 16), weighted$h) : weighted$h, $h * 16)
    }
    if (task != CURVATURE_ONLY) addRows(places, products, vectors + (task == RESIDUAL ? 2 * stride : 4 * stride), width)
  }
  store<u32>(slot, e, NEXT)
  v128.store(slot, curvature, CURVATURE)
  return e < end
}

/** The places of the ratings e…e+7; beyond the row's end a row of zeros, so that what stands there as its weight does not matter. */
@inline
function findRows(e: u32, end: u32): void {
  const at = indices + (<usize>e << 2)
  if (e + 8 <= end) {
    // unroll $r 8
    store<u32>(places, <u32>fixed + load<u32>(at, $r * 4) * <u32>stride, $r * 4)
    return
  }
  for (let r: u32 = 0; r < 8; r++) {
    const place = e + r < end ? <u32>fixed + load<u32>(at + (<usize>r << 2)) * <u32>stride : <u32>zeros
    store<u32>(places + (<usize>r << 2), place)
  }
}

/** Fills a slot; its residual begins with −(D + λ) x. A row without ratings stays at zero. */
function start(slot: usize, x: usize, bounds: usize, ridge: f32): void {
  const first = load<u32>(bounds)
  const end = load<u32>(bounds, 4)
  if (first == end) memory.fill(x, 0, stride)
  store<usize>(slot, x, X)
  store<u32>(slot, first, START)
  store<u32>(slot, end, END)
  let sum: f32 = 0
  for (let e = first; e < end; e++) sum += load<f32>(confidences + (<usize>e << 2))
  const weight = f32x4.splat(sum)
  const lambda = f32x4.splat(ridge)
  let to = slot + HEAD
  for (let at: usize = 0; at < stride; at += 16, to += 16) {
    const stiffness = f32x4.add(v128.load(base + at), lambda)
    v128.store(to, stiffness)
    v128.store(to + stride, f32x4.div(f32x4.splat(1), madd(weight, v128.load(shares + at), stiffness)))
    v128.store(to + 2 * stride, f32x4.neg(f32x4.mul(stiffness, v128.load(x + at))))
  }
}

/** The direction from here: the scaled residual, and of the direction before as much as keeps them conjugate. */
function turn(slot: usize, first: bool): void {
  const vectors = slot + HEAD
  let sums = f32x4.splat(0)
  for (let at = vectors; at < vectors + stride; at += 16) {
    const residual = v128.load(at + 2 * stride)
    sums = madd(residual, f32x4.mul(v128.load(at + stride), residual), sums)
  }
  const sum = sumLanes(sums)
  const squares = sum > ARRIVED ? sum : 0
  const before = load<f32>(slot, SQUARES)
  const kept = f32x4.splat(first || before == 0 ? 0 : squares / before)
  if (first) memory.fill(vectors + 3 * stride, 0, stride)
  for (let at = vectors; at < vectors + stride; at += 16) {
    const scaled = f32x4.mul(v128.load(at + stride), v128.load(at + 2 * stride))
    v128.store(at + 3 * stride, madd(kept, v128.load(at + 3 * stride), scaled))
  }
  store<f32>(slot, squares, SQUARES)
}

/** Begins A d and dᵀ A d with what D + λ does. */
function stretch(slot: usize): void {
  const vectors = slot + HEAD
  let sums = f32x4.splat(0)
  for (let at = vectors; at < vectors + stride; at += 16) {
    const direction = v128.load(at + 3 * stride)
    const stretched = f32x4.mul(v128.load(at), direction)
    v128.store(at + 4 * stride, stretched)
    sums = madd(direction, stretched, sums)
  }
  v128.store(slot, sums, CURVATURE)
}

/** x and the residual, as far along the direction as the sum falls. */
function move(slot: usize): void {
  const squares = load<f32>(slot, SQUARES)
  // Arrived: there is no direction any more.
  if (squares == 0) return
  const length = squares / sumLanes(v128.load(slot, CURVATURE))
  const forth = f32x4.splat(length)
  const back = f32x4.splat(-length)
  const x = load<usize>(slot, X)
  const vectors = slot + HEAD
  for (let at: usize = 0; at < stride; at += 16) {
    const near = vectors + at
    v128.store(x + at, madd(forth, v128.load(near + 3 * stride), v128.load(x + at)))
    v128.store(near + 2 * stride, madd(back, v128.load(near + 4 * stride), v128.load(near + 2 * stride)))
  }
}
