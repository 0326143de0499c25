// One half of an epoch of implicit ALS: every row of one side, the other side held fixed.
//
// A row with ratings j, confidences c_j > 0 and pulls q_j minimises, with z_j = √c_j y_j and τ_j = q_j / √c_j,
//
//     Σ_j (τ_j − z_j · x)² + xᵀ B x + λ ‖x‖²      that is      (B + λ I + Σ z zᵀ) x = Σ τ z,     B = α₀ Σ_all y yᵀ
//
// Rows with at least `exactFrom` ratings are solved exactly; the others by conjugate gradient from where they stood, or block after
// block. The readable twin is ../references/als.ts.
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
let baseOctets: usize = 0
let width: i32 = 0

// The scratch space of this thread.
let matrix: usize = 0
let residual: usize = 0
let direction: usize = 0
let image: usize = 0
let gradient: usize = 0
let targets: usize = 0
let products: usize = 0
let rows: usize = 0

/** Bytes of scratch that {@link alsSolve} needs. */
export function alsScratch(width: i32, exactFrom: i32): i32 {
  const capacity = (max(exactFrom, PANEL) + 15) & ~7
  return (width * width + 4 * width + 2 * capacity + capacity * width) * 4
}

function layOut(scratch: usize, exactFrom: i32): void {
  const capacity = <usize>((max(exactFrom, PANEL) + 15) & ~7)
  const vector = <usize>width << 2
  matrix = scratch
  residual = matrix + <usize>width * vector
  direction = residual + vector
  image = direction + vector
  gradient = image + vector
  targets = gradient + vector
  products = targets + (capacity << 2)
  rows = products + (capacity << 2)
}

/**
 * @param indptr u32, @param confidenceValues @param pullValues f32 per rating, @param fixedFactors (others × columns) f32,
 * @param basePlain B row-major, @param baseInOctets B as octets, @param ridges λ per row, @param targetFactors (rows × columns) f32.
 * @param columns a multiple of 8, @param steps of conjugate gradient, @param block columns solved at a time, 0 for conjugate gradient.
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
  basePlain: usize,
  baseInOctets: usize,
  ridges: usize,
  targetFactors: usize,
  columns: i32,
  exactFrom: i32,
  steps: i32,
  block: i32,
): void {
  indices = columnIndices
  confidences = confidenceValues
  pulls = pullValues
  fixed = fixedFactors
  base = basePlain
  baseOctets = baseInOctets
  width = columns
  layOut(scratch, exactFrom)
  for (let row = from; row < to; row++) {
    const start = load<u32>(indptr + (<usize>row << 2))
    const end = load<u32>(indptr + (<usize>row << 2), 4)
    const x = targetFactors + ((<usize>row * <usize>width) << 2)
    const ridge = load<f32>(ridges + (<usize>row << 2))
    if (start == end) memory.fill(x, 0, <usize>width << 2)
    else if (<i32>(end - start) >= exactFrom) solveExactly(start, end, ridge, x)
    else if (block > 0) solveInBlocks(start, end, ridge, x, block)
    else descend(start, end, ridge, x, steps)
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

/** to = scale · from + B from. */
function applyBase(from: usize, to: usize, scale: f32): void {
  scaleInto(from, to, scale)
  const octetBytes = <usize>width << 5
  for (let i = 0; i < width; i += 8) addOctet(baseOctets + <usize>(i >> 3) * octetBytes, from + (<usize>i << 2), to, width)
}

@inline
function scaleInto(from: usize, to: usize, scale: f32): void {
  const factor = f32x4.splat(scale)
  for (let at: usize = 0; at < <usize>width << 2; at += 16) v128.store(to + at, f32x4.mul(factor, v128.load(from + at)))
}

/** to += scale · from. */
@inline
function addInto(from: usize, to: usize, scale: f32, size: i32): void {
  const factor = f32x4.splat(scale)
  for (let at: usize = 0; at < <usize>size << 2; at += 16)
    v128.store(to + at, madd(factor, v128.load(from + at), v128.load(to + at)))
}

/** products = targets − products, for one octet. */
@inline
function subtractFromTargets(taus: usize, values: usize): void {
  v128.store(values, f32x4.sub(v128.load(taus), v128.load(values)))
  v128.store(values, f32x4.sub(v128.load(taus, 16), v128.load(values, 16)), 16)
}

/** Gathers all ratings of a row; leaves b − A x in `sums` and τ − z · x in `products`. */
function gatherResidual(start: u32, end: u32, ridge: f32, x: usize, sums: usize): void {
  const octetBytes = <usize>width << 5
  applyBase(x, sums, ridge)
  scaleInto(sums, sums, -1)
  let octet = rows
  let taus = targets
  let values = products
  for (let e = start; e < end; e += 8, octet += octetBytes, taus += 32, values += 32) {
    gather(octet, e, end, taus)
    multiplyOctet(octet, x, values, width)
    subtractFromTargets(taus, values)
    addOctet(octet, values, sums, width)
  }
}

/** Conjugate gradient on A x = b, A never formed. */
function descend(start: u32, end: u32, ridge: f32, x: usize, steps: i32): void {
  const octetBytes = <usize>width << 5
  const octets = <i32>((end - start + 7) >> 3)
  gatherResidual(start, end, ridge, x, residual)
  memory.copy(direction, residual, <usize>width << 2)
  let squares = dot(residual, residual, width)
  for (let step = 0; step < steps && squares > 1e-20; step++) {
    applyBase(direction, image, ridge)
    for (let o = 0; o < octets; o++) {
      const octet = rows + <usize>o * octetBytes
      multiplyOctet(octet, direction, products, width)
      addOctet(octet, products, image, width)
    }
    const length = squares / dot(direction, image, width)
    addInto(direction, x, length, width)
    addInto(image, residual, -length, width)
    const next = dot(residual, residual, width)
    scaleInto(direction, direction, next / squares)
    addInto(residual, direction, 1, width)
    squares = next
  }
}

/** The matrix = B + λ I, columns first…first+size of both. */
function startMatrix(first: i32, size: i32, ridge: f32): void {
  for (let i = 0; i < size; i++) {
    const row = matrix + ((<usize>i * <usize>size) << 2)
    memory.copy(row, base + ((<usize>(first + i) * <usize>width + <usize>first) << 2), <usize>size << 2)
    const diagonal = row + (<usize>i << 2)
    store<f32>(diagonal, load<f32>(diagonal) + ridge)
  }
}

function solveExactly(start: u32, end: u32, ridge: f32, x: usize): void {
  const octetBytes = <usize>width << 5
  startMatrix(0, width, ridge)
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
  factorUpper(matrix, width)
  solveUpper(matrix, x, width)
}

/** Each block of columns exactly, the others held: iALS++ (Rendle et al. 2021), with the row's ratings gathered once. */
function solveInBlocks(start: u32, end: u32, ridge: f32, x: usize, block: i32): void {
  const octetBytes = <usize>width << 5
  const octets = <i32>((end - start + 7) >> 3)
  gatherResidual(start, end, ridge, x, residual)
  for (let first = 0; first < width; first += block) {
    const size = min(block, width - first)
    const columns = <usize>first << 2
    startMatrix(first, size, ridge)
    addGram(matrix, rows, octets, width, first, size)
    factorUpper(matrix, size)
    // What the blocks before moved is in the products, not yet in the residual.
    refreshResidual(first, size, octets, ridge, x)
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
function refreshResidual(first: i32, size: i32, octets: i32, ridge: f32, x: usize): void {
  const octetBytes = <usize>width << 5
  memory.fill(gradient, 0, <usize>size << 2)
  addInto(x + (<usize>first << 2), gradient, -ridge, size)
  for (let i = 0; i < size; i++) {
    const at = gradient + (<usize>i << 2)
    const row = base + ((<usize>(first + i) * <usize>width) << 2)
    store<f32>(at, load<f32>(at) - dot(row, x, width))
  }
  for (let o = 0; o < octets; o++)
    addOctet(rows + <usize>o * octetBytes + (<usize>first << 5), products + (<usize>o << 5), gradient, size)
}

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
