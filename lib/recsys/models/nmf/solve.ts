// Non-negative least squares for one person.
import { descendNonNegative } from '@/lib/math/kernels/references/posterior'

const SWEEPS_AT_A_TIME = 20
const MOST_SWEEPS = 2_000
const PRECISION = 1e-9

/**
 * Minimises xᵀ A x − 2 b · x over x ≥ 0 by coordinate descent until a round of sweeps moves nothing any more.
 * O(sweeps width²); a few dozen sweeps are usual.
 * @param a (width × width) symmetric positive definite. @param b (width). @returns (width) x ≥ 0.
 */
export function solveNonNegative(a: Float64Array, b: Float64Array): Float64Array {
  const x = new Float64Array(b.length)
  for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps += SWEEPS_AT_A_TIME) {
    const before = x.slice()
    descendNonNegative(a, b, x, SWEEPS_AT_A_TIME)
    if (x.every((value, f) => Math.abs(value - before[f]) <= PRECISION)) break
  }
  return x
}
