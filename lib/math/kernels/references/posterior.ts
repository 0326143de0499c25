// The readable twin of assembly/posterior.ts, in float64.
import { addOuterProduct, factorCholesky } from '../../cholesky'

/** Compressed rows of one side; values are what the factors must explain. */
export interface ValueRows {
  indptr: Uint32Array
  indices: Int32Array
  values: Float32Array
}

/** The rows of the other side (n × width). */
export interface OtherSide {
  rows: Float32Array
  width: number
}

/**
 * A draw from N(A⁻¹ b, A⁻¹) for one row, A = Λ + α Σ y yᵀ, b = pull + α Σ value y: x = L⁻ᵀ (L⁻¹ b + noise), A = L Lᵀ.
 * @param precision (width × width) Λ. @param noise (width) standard normals; zeros give the mean. O(n width² / 2 + width³ / 6).
 */
export function sampleRow(
  row: number,
  { indptr, indices, values }: ValueRows,
  { rows, width }: OtherSide,
  { precision, pull, alpha }: { precision: Float32Array; pull: Float32Array; alpha: number },
  noise: Float32Array,
): Float64Array {
  const a = Float64Array.from(precision)
  const x = Float64Array.from(pull)
  for (let e = indptr[row]; e < indptr[row + 1]; e++) {
    addOuterProduct(a, width, rows, indices[e] * width, alpha)
    for (let f = 0; f < width; f++) x[f] += alpha * values[e] * rows[indices[e] * width + f]
  }
  factorCholesky(a, width)
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) x[i] -= a[i * width + k] * x[k]
    x[i] /= a[i * width + i]
  }
  for (let i = 0; i < width; i++) x[i] += noise[i]
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) x[i] -= a[k * width + i] * x[k]
    x[i] /= a[i * width + i]
  }
  return x
}

/**
 * Minimises Σ (value − x · y)² + λ n ‖x‖² over x ≥ 0, one coordinate after the other: x_f ← max(0, x_f + (b − A x)_f / A_ff).
 * @param x (width) where it starts; changed in place. O(n width² + sweeps width²).
 */
export function solveNonNegative(
  row: number,
  { indptr, indices, values }: ValueRows,
  { rows, width }: OtherSide,
  { regularization, sweeps }: { regularization: number; sweeps: number },
  x: Float64Array,
): void {
  const [start, end] = [indptr[row], indptr[row + 1]]
  const a = new Float64Array(width * width)
  const b = new Float64Array(width)
  for (let e = start; e < end; e++) {
    const y = rows.subarray(indices[e] * width, (indices[e] + 1) * width)
    for (let f = 0; f < width; f++) {
      b[f] += values[e] * y[f]
      for (let g = 0; g < width; g++) a[f * width + g] += y[f] * y[g]
    }
  }
  for (let f = 0; f < width; f++) a[f * width + f] += regularization * (end - start)
  descendNonNegative(a, b, x, sweeps)
}

/** The coordinate descent of {@link solveNonNegative} on A x = b; a coordinate without curvature stays as it is. O(sweeps width²). */
export function descendNonNegative(a: Float64Array, b: Float64Array, x: Float64Array, sweeps: number): void {
  const width = b.length
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (let f = 0; f < width; f++) {
      if (a[f * width + f] <= 0) continue
      let slope = b[f]
      for (let g = 0; g < width; g++) slope -= a[f * width + g] * x[g]
      x[f] = Math.max(0, x[f] + slope / a[f * width + f])
    }
}
