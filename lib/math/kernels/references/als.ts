// The readable twin of assembly/als.ts: every row solved exactly, in double precision.
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
    const x = solved.subarray(row * width, (row + 1) * width)
    const matrix = Float64Array.from(base)
    for (let i = 0; i < width; i++) matrix[i * width + i] += ridges[row]
    for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
      const at = likes.indices[e] * width
      addOuterProduct(matrix, width, fixed, at, likes.values[e])
      for (let f = 0; f < width; f++) x[f] += pulls[e] * fixed[at + f]
    }
    factorCholesky(matrix, width)
    solveFactored(matrix, width, x)
  }
  return solved
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
