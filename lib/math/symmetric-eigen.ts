// All eigenvalues and eigenvectors of a symmetric matrix: Householder's reflections to a tridiagonal one, then implicit QL.
import { tridiagonalEigen, type TridiagonalEigen } from './tridiagonal-eigen'

/**
 * A = Vᵀ Λ V, the rows of V orthonormal.
 *
 * Cost: about 4 n³ multiplications, 24 n² bytes.
 * Source: Golub & Van Loan, "Matrix Computations", 4th ed., 8.3.
 * @param matrix (n × n) symmetric, row-major. Not changed.
 * @returns values (n) descending; row r of vectors (n × n) is the unit eigenvector of values[r].
 * @throws RangeError when an entry is not finite.
 */
export function symmetricEigen(matrix: Float64Array, n: number): TridiagonalEigen {
  const a = matrix.slice()
  const offDiagonal = new Float64Array(Math.max(0, n - 1))
  const reflections = Array.from({ length: Math.max(0, n - 2) }, (_, k) => {
    const reflection = reflectionOf(a, n, k)
    if (reflection) reflectBothSides(a, n, k + 1, reflection)
    return reflection
  })
  for (let k = 0; k + 1 < n; k++) offDiagonal[k] = a[(k + 1) * n + k]
  const diagonal = Float64Array.from({ length: n }, (_, k) => a[k * n + k])
  const { values, vectors } = tridiagonalEigen(diagonal, offDiagonal)
  reflections.reverse().forEach((reflection, i) => {
    if (reflection) reflectRows(vectors, n, n - 2 - i, reflection)
  })
  return { values, vectors }
}

/** v with ‖v‖² = 2, such that (I − v vᵀ) turns what is below the diagonal of column k into its first entry; none where it is that already. */
function reflectionOf(a: Float64Array, n: number, k: number): Float64Array | undefined {
  const v = Float64Array.from({ length: n - k - 1 }, (_, i) => a[(k + 1 + i) * n + k])
  const beyond = v.reduce((sum, value, i) => (i === 0 ? 0 : sum + value * value), 0)
  if (beyond === 0) return undefined
  const norm = Math.sqrt(beyond + v[0] * v[0])
  v[0] += v[0] < 0 ? -norm : norm
  const scale = Math.SQRT2 / Math.sqrt(beyond + v[0] * v[0])
  return v.map((value) => value * scale)
}

/** A = (I − v vᵀ) A (I − v vᵀ), v beginning at row `first`: the column before it, then the block from it on. */
function reflectBothSides(a: Float64Array, n: number, first: number, v: Float64Array): void {
  let along = 0
  for (let i = 0; i < v.length; i++) along += v[i] * a[(first + i) * n + first - 1]
  for (let i = 0; i < v.length; i++) a[(first + i) * n + first - 1] -= along * v[i]
  const w = new Float64Array(v.length)
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * n + first
    for (let j = 0; j < v.length; j++) w[i] += a[row + j] * v[j]
  }
  let half = 0
  for (let i = 0; i < v.length; i++) half += (v[i] * w[i]) / 2
  for (let i = 0; i < v.length; i++) w[i] -= half * v[i]
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * n + first
    for (let j = 0; j < v.length; j++) a[row + j] -= v[i] * w[j] + w[i] * v[j]
  }
}

/** Each row x = x (I − v vᵀ), v beginning at column `first`. */
function reflectRows(rows: Float64Array, n: number, first: number, v: Float64Array): void {
  for (let at = first; at < rows.length; at += n) {
    let along = 0
    for (let i = 0; i < v.length; i++) along += v[i] * rows[at + i]
    for (let i = 0; i < v.length; i++) rows[at + i] -= along * v[i]
  }
}
