// The readable twin of assembly/als.ts and assembly/descend.ts, in double precision and along whatever axes the factors lie.
import { addOuterProduct, factorCholesky, solveFactored } from '../../cholesky'
import type { Csr } from '../../csr'

/** Σ_r y_r y_rᵀ (width × width), symmetric. @param values (n × width) row-major. O(n width²). */
export function gramOf(values: Float32Array | Float64Array, width: number): Float64Array {
  const gram = new Float64Array(width * width)
  for (let at = 0; at < values.length; at += width) addOuterProduct(gram, width, values, at, 1)
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j]
  return gram
}

export interface AlsSystem {
  /** (nRows × nOthers) confidences. */
  likes: Csr
  /** (nnz) q, what each rating pulls with. */
  pulls: Float32Array
  /** (nOthers × width) Y. */
  fixed: Float32Array
  /** (width × width) B = α₀ Σ y yᵀ. */
  base: ArrayLike<number>
  /** (nRows) λ. */
  ridges: Float32Array
  width: number
}

/** x_r = (B + λ_r I + Σ_j c_j y_j y_jᵀ)⁻¹ Σ_j q_j y_j for every row; rows without ratings become 0. O(nnz width² + nRows width³). */
export function solveAlsRows({ likes, pulls, fixed, base, ridges, width }: AlsSystem): Float64Array {
  const nRows = likes.indptr.length - 1
  const solved = new Float64Array(nRows * width)
  for (let row = 0; row < nRows; row++) {
    if (likes.indptr[row] === likes.indptr[row + 1]) continue
    const { matrix, pull } = equationsOf({ likes, pulls, fixed, base, ridges, width }, row)
    factorCholesky(matrix, width)
    solveFactored(matrix, width, pull)
    solved.set(pull, row * width)
  }
  return solved
}

/** A (width × width, lower triangle) and b of a row. */
function equationsOf({ likes, pulls, fixed, base, ridges, width }: AlsSystem, row: number) {
  const matrix = Float64Array.from(base)
  const pull = new Float64Array(width)
  for (let i = 0; i < width; i++) matrix[i * width + i] += ridges[row]
  for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
    const at = likes.indices[e] * width
    addOuterProduct(matrix, width, fixed, at, likes.values[e])
    for (let f = 0; f < width; f++) pull[f] += pulls[e] * fixed[at + f]
  }
  return { matrix, pull }
}

/**
 * Some steps of conjugate gradient on A x = b for every row, from x = `begin`, preconditioned by M = B + λ I + (Σ_j c_j) / N · Σ_all y yᵀ: what A would
 * be, had the row's ratings the films of everybody. Rows without ratings become 0. O(nnz width² + nRows width³).
 * @param gram Σ_all y yᵀ (width × width). @param begin (nRows × width).
 */
export function descendAlsRows(
  system: AlsSystem,
  { gram, begin, steps }: { gram: Float64Array; begin: ArrayLike<number>; steps: number },
): Float64Array {
  const { likes, fixed, base, ridges, width } = system
  const moved = Float64Array.from(begin)
  ridges.forEach((ridge, row) => {
    const x = moved.subarray(row * width, (row + 1) * width)
    const confidences = likes.values.subarray(likes.indptr[row], likes.indptr[row + 1])
    if (confidences.length === 0) return void x.fill(0)
    const share = confidences.reduce((sum, value) => sum + value, 0) / (fixed.length / width)
    const metric = Float64Array.from(
      base,
      (value, at) => value + share * gram[at] + (at % (width + 1) === 0 ? ridge : 0),
    )
    factorCholesky(metric, width)
    descendRow(equationsOf(system, row), metric, x, steps)
  })
  return moved
}

function descendRow(
  { matrix, pull }: { matrix: Float64Array; pull: Float64Array },
  metric: Float64Array,
  x: Float64Array,
  steps: number,
): void {
  const width = x.length
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, f) => sum + value * b[f], 0)
  const multiply = (v: Float64Array) =>
    v.map((_, i) => v.reduce((sum, value, j) => sum + matrix[Math.max(i, j) * width + Math.min(i, j)] * value, 0))
  const scaled = (v: Float64Array) => {
    const solved = v.slice()
    solveFactored(metric, width, solved)
    return solved
  }
  const residual = multiply(x).map((value, f) => pull[f] - value)
  let direction = scaled(residual)
  let squares = dot(residual, direction)
  for (let step = 0; step < steps && squares > 0; step++) {
    const image = multiply(direction)
    const length = squares / dot(direction, image)
    for (let f = 0; f < width; f++) x[f] += length * direction[f]
    for (let f = 0; f < width; f++) residual[f] -= length * image[f]
    const next = scaled(residual)
    const kept = dot(residual, next) / squares
    direction = next.map((value, f) => value + kept * direction[f])
    squares *= kept
  }
}

/** Σ_j (c_j s_j² − 2 q_j s_j + q_j) + λ ‖x‖², s_j = x · y_j, of each row. O(nnz width). @param factors (nRows × width) X. */
export function alsLosses({ likes, pulls, fixed, ridges, width }: AlsSystem, factors: ArrayLike<number>): Float64Array {
  const dot = (a: ArrayLike<number>, aAt: number, b: ArrayLike<number>, bAt: number) => {
    let sum = 0
    for (let f = 0; f < width; f++) sum += a[aAt + f] * b[bAt + f]
    return sum
  }
  return Float64Array.from(ridges, (ridge, row) => {
    let sum = ridge * dot(factors, row * width, factors, row * width)
    for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
      const score = dot(factors, row * width, fixed, likes.indices[e] * width)
      sum += likes.values[e] * score ** 2 - 2 * pulls[e] * score + pulls[e]
    }
    return sum
  })
}
