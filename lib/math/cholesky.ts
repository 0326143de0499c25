// Small dense systems: A x = b for symmetric positive definite A, solved exactly.

/** Rows that are worked out together: their sums do not wait for each other, and share what they read. */
const TOGETHER = 4

/**
 * Factors A = L Lᵀ in place; only the lower triangle is read and written. O(n³ / 6) multiplications.
 * @param a (n × n) row-major.
 * @throws RangeError when a pivot is not positive.
 */
export function factorCholesky(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i += TOGETHER) {
    const end = Math.min(i + TOGETHER, n)
    const before = end - i === TOGETHER ? i : 0
    for (let j = 0; j < before; j++) factorFourEntries(a, n, i, j)
    for (let row = i; row < end; row++) for (let j = before; j <= row; j++) factorEntry(a, n, row, j)
  }
}

/** L_ij of one row, all before it being there. */
function factorEntry(a: Float64Array, n: number, i: number, j: number): void {
  let sum = a[i * n + j]
  for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k]
  if (i !== j) a[i * n + j] = sum / a[j * n + j]
  else if (sum > 0) a[i * n + i] = Math.sqrt(sum)
  else throw new RangeError(`The matrix is not positive definite: pivot ${i} is ${sum}.`)
}

/** {@link factorEntry} of the rows i…i+3, j < i: the same numbers, bit for bit. */
function factorFourEntries(a: Float64Array, n: number, i: number, j: number): void {
  const own = j * n
  const row0 = i * n
  const row1 = row0 + n
  const row2 = row1 + n
  const row3 = row2 + n
  let sum0 = a[row0 + j]
  let sum1 = a[row1 + j]
  let sum2 = a[row2 + j]
  let sum3 = a[row3 + j]
  for (let k = 0; k < j; k++) {
    const factor = a[own + k]
    sum0 -= a[row0 + k] * factor
    sum1 -= a[row1 + k] * factor
    sum2 -= a[row2 + k] * factor
    sum3 -= a[row3 + k] * factor
  }
  const pivot = a[own + j]
  a[row0 + j] = sum0 / pivot
  a[row1 + j] = sum1 / pivot
  a[row2 + j] = sum2 / pivot
  a[row3 + j] = sum3 / pivot
}

/**
 * Solves L Lᵀ x = b in place, `l` from {@link factorCholesky}. O(n²) time.
 * @param b (n) afterwards x.
 */
export function solveFactored(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i]
    for (let k = 0; k < i; k++) sum -= l[i * n + k] * b[k]
    b[i] = sum / l[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i] * b[k]
    b[i] = sum / l[i * n + i]
  }
}

/** The lower triangle of A += weight · x xᵀ, x = `vectors[at … at + n)`. O(n² / 2). */
export function addOuterProduct(
  a: Float64Array,
  n: number,
  vectors: Float32Array | Float64Array,
  at: number,
  weight: number,
): void {
  for (let i = 0; i < n; i++) {
    const scaled = weight * vectors[at + i]
    const row = i * n
    for (let j = 0; j <= i; j++) a[row + j] += scaled * vectors[at + j]
  }
}

/**
 * The lower triangle of A += Σ_v weights_v · x_v x_vᵀ, x_v = `vectors[rows_v · stride … + n)`: bit for bit what {@link addOuterProduct}
 * makes of one after the other, but reading and writing A once for four of them. O(|rows| n² / 2).
 */
export function addOuterProducts(
  a: Float64Array,
  n: number,
  vectors: Float32Array | Float64Array,
  stride: number,
  rows: ArrayLike<number>,
  weights: ArrayLike<number>,
): void {
  let v = 0
  for (; v + TOGETHER <= rows.length; v += TOGETHER) {
    const at0 = rows[v] * stride
    const at1 = rows[v + 1] * stride
    const at2 = rows[v + 2] * stride
    const at3 = rows[v + 3] * stride
    for (let i = 0; i < n; i++) {
      const scaled0 = weights[v] * vectors[at0 + i]
      const scaled1 = weights[v + 1] * vectors[at1 + i]
      const scaled2 = weights[v + 2] * vectors[at2 + i]
      const scaled3 = weights[v + 3] * vectors[at3 + i]
      const row = i * n
      for (let j = 0; j <= i; j++) {
        let sum = a[row + j] + scaled0 * vectors[at0 + j]
        sum += scaled1 * vectors[at1 + j]
        sum += scaled2 * vectors[at2 + j]
        a[row + j] = sum + scaled3 * vectors[at3 + j]
      }
    }
  }
  for (; v < rows.length; v++) addOuterProduct(a, n, vectors, rows[v] * stride, weights[v])
}
