// Eigenvalues and eigenvectors of a symmetric tridiagonal matrix, by implicit QL.

/** More sweeps than this for one eigenvalue have never been needed; beyond it the input holds a NaN. */
const MAX_SWEEPS = 60

export interface TridiagonalEigen {
  /** (n) descending. */
  values: Float64Array
  /** (n × n) row r is the unit eigenvector of values[r]. */
  vectors: Float64Array
}

/**
 * T = Sᵀ Λ S for the symmetric tridiagonal T (n × n), by QL with implicit shifts.
 *
 * Cost: O(n³) time, 16 n² bytes.
 * Source: Bowdler, Martin, Reinsch & Wilkinson, "The QR and QL algorithms for symmetric matrices", Numerische Mathematik 1968.
 * @param diagonal (n). @param offDiagonal (n − 1) beside it. Neither is changed.
 * @throws RangeError when lengths disagree or an entry is not finite.
 */
export function tridiagonalEigen(diagonal: ArrayLike<number>, offDiagonal: ArrayLike<number>): TridiagonalEigen {
  const n = diagonal.length
  if (offDiagonal.length !== Math.max(0, n - 1))
    throw new RangeError(`${n} diagonal entries need ${n - 1} beside them, got ${offDiagonal.length}.`)
  const d = Float64Array.from(diagonal)
  const e = new Float64Array(n)
  e.set(Float64Array.from(offDiagonal))
  if (![...d, ...e].every(Number.isFinite)) throw new RangeError('A tridiagonal matrix must be finite.')
  const rows = new Float64Array(n * n)
  for (let i = 0; i < n; i++) rows[i * n + i] = 1
  // Relative to the neighbours alone, what rounding left of an eigenvalue 0 might never be small enough.
  const negligible = Number.EPSILON * d.reduce((most, value, i) => Math.max(most, Math.abs(value) + Math.abs(e[i])), 0)
  for (let l = 0; l < n; l++) isolate(l, d, e, rows, negligible)
  const order = Int32Array.from(d.keys()).sort((a, b) => d[b] - d[a] || a - b)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => vectors.set(rows.subarray(from * n, (from + 1) * n), to * n))
  return { values: Float64Array.from(order, (i) => d[i]), vectors }
}

/** Rotates until nothing but the negligible couples entry l with the next. Row i of `rows` is the vector that d[i] belongs to. */
function isolate(l: number, d: Float64Array, e: Float64Array, rows: Float64Array, negligible: number): void {
  const n = d.length
  for (let sweep = 0; ; sweep++) {
    let m = l
    while (m < n - 1 && Math.abs(e[m]) > negligible) m++
    if (m === l) return
    if (sweep === MAX_SWEEPS) throw new RangeError('The eigenvalues of a tridiagonal matrix did not settle.')
    let g = (d[l + 1] - d[l]) / (2 * e[l])
    let r = Math.hypot(g, 1)
    g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r))
    let [s, c, p] = [1, 1, 0]
    let i = m - 1
    for (; i >= l; i--) {
      const f = s * e[i]
      const b = c * e[i]
      r = Math.hypot(f, g)
      e[i + 1] = r
      if (r === 0) {
        d[i + 1] -= p
        e[m] = 0
        break
      }
      s = f / r
      c = g / r
      g = d[i + 1] - p
      r = (d[i] - g) * s + 2 * c * b
      p = s * r
      d[i + 1] = g + p
      g = c * r - b
      rotate(rows, n, i, c, s)
    }
    if (r === 0 && i >= l) continue
    d[l] -= p
    e[l] = g
    e[m] = 0
  }
}

function rotate(rows: Float64Array, n: number, i: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const upper = rows[i * n + k]
    const lower = rows[(i + 1) * n + k]
    rows[(i + 1) * n + k] = s * upper + c * lower
    rows[i * n + k] = c * upper - s * lower
  }
}
