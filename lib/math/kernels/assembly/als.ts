// One half of an epoch of implicit ALS, exactly or block by block: every row of one side, the other side held fixed.
//
// A row with ratings j, confidences c_j > 0 and pulls q_j minimises, with z_j = √c_j y_j and τ_j = q_j / √c_j,
//
//     Σ_j (τ_j − z_j · x)² + xᵀ D x + λ ‖x‖²      that is      (D + λ I + Σ z zᵀ) x = Σ τ z,     D = α₀ Σ_all y yᵀ
//
// Both sides lie along the axes of Σ y yᵀ (rotateRows in sides.ts), so that D is a diagonal. Conjugate gradient is in descend.ts. The readable
// twin is ../references/als.ts.
import { factorUpper, solveUpper } from './shared/cholesky'
import { addGram, addOctet, clearRow, multiplyOctet, putRow } from './shared/octets'
import { dot, madd } from './shared/simd'

/** Ratings gathered at a time where a row is solved exactly. A multiple of 8. */
const PANEL: i32 = 64

let indices: usize = 0
let confidences: usize = 0
let pulls: usize = 0
let fixed: usize = 0
let base: usize = 0
let width: i32 = 0

// The scratch space of this thread.
let matrix: usize = 0
let stiffness: usize = 0
let gradient: usize = 0
let targets: usize = 0
let products: usize = 0
let rows: usize = 0

/** Bytes of scratch that {@link alsSolve} needs; `longest` is the longest row that is not solved exactly. */
export function alsScratch(width: i32, longest: i32): i32 {
  const capacity = (max(longest, PANEL) + 7) & ~7
  return (width * width + 2 * width + 2 * capacity + capacity * width) * 4
}

function layOut(scratch: usize, longest: i32): void {
  const capacity = <usize>((max(longest, PANEL) + 7) & ~7)
  const vector = <usize>width << 2
  matrix = scratch
  stiffness = matrix + <usize>width * vector
  gradient = stiffness + vector
  targets = gradient + vector
  products = targets + (capacity << 2)
  rows = products + (capacity << 2)
}

/**
 * @param indptr u32, @param confidenceValues @param pullValues f32 per rating, @param fixedFactors (others × columns) f32,
 * @param baseDiagonal D, @param ridges λ per row, @param targetFactors (rows × columns) f32, @param failed u32, becomes 1 where a row has no solution.
 * @param columns a multiple of 8, @param longest rows with more ratings are solved exactly, @param block columns solved at a time.
 */
export function alsSolve(
  from: i32,
  to: i32,
  scratch: usize,
  indptr: usize,
  columnIndices: usize,
  confidenceValues: usize,
  pullValues: usize,
  fixedFactors: usize,
  baseDiagonal: usize,
  ridges: usize,
  targetFactors: usize,
  failed: usize,
  columns: i32,
  longest: i32,
  block: i32,
): void {
  indices = columnIndices
  confidences = confidenceValues
  pulls = pullValues
  fixed = fixedFactors
  base = baseDiagonal
  width = columns
  layOut(scratch, longest)
  for (let row = from; row < to; row++) {
    const start = load<u32>(indptr + (<usize>row << 2))
    const end = load<u32>(indptr + (<usize>row << 2), 4)
    const x = targetFactors + ((<usize>row * <usize>width) << 2)
    const ridge = load<f32>(ridges + (<usize>row << 2))
    if (start == end) memory.fill(x, 0, <usize>width << 2)
    else if (<i32>(end - start) > longest) solveExactly(start, end, ridge, x)
    else solveInBlocks(start, end, ridge, x, block)
    if (isNaN(dot(x, x, width))) store<u32>(failed, 1)
  }
}

/** Gathers the ratings e…e+7 as an octet, rows of zeros after `end`. */
@inline
function gather(octet: usize, e: u32, end: u32, taus: usize): void {
  for (let r = 0; r < 8; r++) {
    const at = <usize>(e + r) << 2
    if (e + r < end) {
      const root = sqrt<f32>(load<f32>(confidences + at))
      const source = fixed + ((<usize>load<u32>(indices + at) * <usize>width) << 2)
      putRow(octet, r, source, root, width)
      store<f32>(taus + (<usize>r << 2), load<f32>(pulls + at) / root)
    } else {
      clearRow(octet, r, width)
      store<f32>(taus + (<usize>r << 2), 0)
    }
  }
}

/** to += scale · from. */
@inline
function addInto(from: usize, to: usize, by: f32, size: i32): void {
  const factor = f32x4.splat(by)
  for (let at: usize = 0; at < <usize>size << 2; at += 16)
    v128.store(to + at, madd(factor, v128.load(from + at), v128.load(to + at)))
}

/** products = targets − products, for one octet. */
@inline
function subtractFromTargets(taus: usize, values: usize): void {
  v128.store(values, f32x4.sub(v128.load(taus), v128.load(values)))
  v128.store(values, f32x4.sub(v128.load(taus, 16), v128.load(values, 16)), 16)
}

/** Gathers all ratings of a row; leaves D + λ in `stiffness` and τ − z · x in `products`. */
function gatherRow(start: u32, end: u32, ridge: f32, x: usize): void {
  const octetBytes = <usize>width << 5
  const ridges = f32x4.splat(ridge)
  for (let at: usize = 0; at < <usize>width << 2; at += 16) v128.store(stiffness + at, f32x4.add(v128.load(base + at), ridges))
  let octet = rows
  let taus = targets
  let values = products
  for (let e = start; e < end; e += 8, octet += octetBytes, taus += 32, values += 32) {
    gather(octet, e, end, taus)
    multiplyOctet(octet, x, values, width)
    subtractFromTargets(taus, values)
  }
}

/** The matrix = D + λ I, columns first…first+size of both. */
function startMatrix(first: i32, size: i32, ridge: f32): void {
  memory.fill(matrix, 0, (<usize>size * <usize>size) << 2)
  for (let i = 0; i < size; i++)
    store<f32>(matrix + (<usize>(i * size + i) << 2), load<f32>(base + (<usize>(first + i) << 2)) + ridge)
}

function solveExactly(start: u32, end: u32, ridge: f32, x: usize): void {
  startMatrix(0, width, ridge)
  addRatings(start, end, x)
  factorUpper(matrix, width)
  solveUpper(matrix, x, width)
}

/** The matrix += Σ z zᵀ; x = Σ τ z. */
function addRatings(start: u32, end: u32, x: usize): void {
  const octetBytes = <usize>width << 5
  memory.fill(x, 0, <usize>width << 2)
  for (let e = start; e < end; e += PANEL) {
    const last = min(e + PANEL, end)
    let octets = 0
    for (let at = e; at < last; at += 8, octets++) {
      const octet = rows + <usize>octets * octetBytes
      gather(octet, at, last, targets)
      addOctet(octet, targets, x, width)
    }
    addGram(matrix, rows, octets, width, 0, width)
  }
}

/**
 * One row exactly, along any axes: (B + λ I + Σ z zᵀ) x = Σ τ z.
 * @param scratch as of alsScratch(columns, 0), @param count ratings, the rest as in {@link alsSolve} but for
 * @param baseMatrix B (columns × columns) f32, of which the upper triangle is read, @param ridge λ, f32 in memory, @param x (columns) f32.
 */
export function alsSolveRow(
  scratch: usize,
  count: i32,
  columnIndices: usize,
  confidenceValues: usize,
  pullValues: usize,
  fixedFactors: usize,
  baseMatrix: usize,
  ridge: usize,
  x: usize,
  columns: i32,
): void {
  indices = columnIndices
  confidences = confidenceValues
  pulls = pullValues
  fixed = fixedFactors
  width = columns
  layOut(scratch, 0)
  memory.copy(matrix, baseMatrix, (<usize>width * <usize>width) << 2)
  for (let i = 0; i < width; i++) {
    const diagonal = matrix + (<usize>(i * width + i) << 2)
    store<f32>(diagonal, load<f32>(diagonal) + load<f32>(ridge))
  }
  addRatings(0, count, x)
  factorUpper(matrix, width)
  solveUpper(matrix, x, width)
}

/** Each block of columns exactly, the others held: iALS++ (Rendle et al. 2021), with the row's ratings gathered once. */
function solveInBlocks(start: u32, end: u32, ridge: f32, x: usize, block: i32): void {
  const octetBytes = <usize>width << 5
  const octets = <i32>((end - start + 7) >> 3)
  gatherRow(start, end, ridge, x)
  for (let first = 0; first < width; first += block) {
    const size = min(block, width - first)
    const columns = <usize>first << 2
    startMatrix(first, size, ridge)
    addGram(matrix, rows, octets, width, first, size)
    factorUpper(matrix, size)
    // What the blocks before moved is in the products, not yet in the residual.
    refreshResidual(first, size, octets, x)
    solveUpper(matrix, gradient, size)
    addInto(gradient, x + columns, 1, size)
    if (first + size < width) {
      for (let o = 0; o < octets; o++) {
        const octet = rows + <usize>o * octetBytes + (<usize>first << 5)
        multiplyOctet(octet, gradient, targets, size)
        v128.store(products + (<usize>o << 5), f32x4.sub(v128.load(products + (<usize>o << 5)), v128.load(targets)))
        v128.store(products + (<usize>o << 5), f32x4.sub(v128.load(products + (<usize>o << 5), 16), v128.load(targets, 16)), 16)
      }
    }
  }
}

/** gradient = (b − A x) of `size` columns from `first` on, from the products τ − z · x. */
function refreshResidual(first: i32, size: i32, octets: i32, x: usize): void {
  const octetBytes = <usize>width << 5
  const columns = <usize>first << 2
  for (let at: usize = 0; at < <usize>size << 2; at += 16)
    v128.store(gradient + at, f32x4.neg(f32x4.mul(v128.load(stiffness + columns + at), v128.load(x + columns + at))))
  for (let o = 0; o < octets; o++)
    addOctet(rows + <usize>o * octetBytes + (<usize>first << 5), products + (<usize>o << 5), gradient, size)
}
