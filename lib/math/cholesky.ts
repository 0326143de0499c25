// Small dense systems: A x = b for symmetric positive definite A, solved exactly.

/**
 * Factors A = L Lᵀ in place; only the lower triangle is read and written. O(n³ / 6) multiplications.
 * @param a (n × n) row-major.
 * @throws RangeError when a pivot is not positive.
 */
export function factorCholesky(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k]
      if (i !== j) a[i * n + j] = sum / a[j * n + j]
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum)
      else throw new RangeError(`The matrix is not positive definite: pivot ${i} is ${sum}.`)
    }
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
