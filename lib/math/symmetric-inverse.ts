// The inverse of a symmetric positive definite matrix: the slow, readable twin of ./kernels/invert.ts.

/**
 * Inverts in place by the symmetric sweep: for each column k with d = a_kk, w = a_·k and v = w / d,
 *
 *     a_ij ← a_ij − v_i w_j,   a_ik ← v_i,   a_ki ← v_i,   a_kk ← −1/d      (i, j ≠ k)
 *
 * After the last column a holds −A⁻¹, and the sign is turned. By blocks of columns d, w and v become D = A_kk, W = A_·k and V = W D⁻¹; that is
 * what the kernel does, on the lower triangle alone. n³ multiplications in double precision, no memory of its own.
 * Source: Goodnight, "A tutorial on the SWEEP operator", The American Statistician 1979.
 *
 * @param a (n × n) row-major, symmetric, positive definite; afterwards its inverse.
 * @throws RangeError when a pivot is not positive: the matrix is not positive definite.
 */
export function invertPositiveDefinite(a: Float64Array, n: number): void {
  for (let k = 0; k < n; k++) {
    const d = a[k * n + k]
    if (!(d > 0)) throw new RangeError(`The matrix is not positive definite: pivot ${k} is ${d}.`)
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const v = a[i * n + k] / d
      for (let j = 0; j < n; j++) if (j !== k) a[i * n + j] -= v * a[k * n + j]
    }
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      a[i * n + k] /= d
      a[k * n + i] = a[i * n + k]
    }
    a[k * n + k] = -1 / d
  }
  for (let at = 0; at < n * n; at++) a[at] = -a[at]
}
