// Whether one model beats another on the same people, or only seems to.

/** Outcome of the signed-rank test; `n` counts the pairs that differ. */
export interface SignedRankTest {
  /** Σ of the ranks of the positive differences. */
  wPlus: number
  n: number
  /** Two-sided. */
  p: number
}

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided.
 *
 * Zeros are dropped (Wilcoxon's way), equal sizes share their mean rank, and p comes from the normal approximation with the
 * tie correction σ² = n(n+1)(2n+1)/24 − Σ (t³ − t)/48 and a continuity correction of ½. With no difference at all p is 1.
 * The approximation is meant for ten differing pairs or more. O(n log n).
 * Source: Wilcoxon 1945; Hollander & Wolfe 1999, §3.1.
 */
export function wilcoxonSignedRank(differences: Float64Array): SignedRankTest {
  const kept = differences.filter((difference) => difference !== 0 && !Number.isNaN(difference))
  kept.sort((a, b) => Math.abs(a) - Math.abs(b))
  const n = kept.length
  let wPlus = 0
  let ties = 0
  for (let start = 0; start < n;) {
    let end = start
    while (end < n && Math.abs(kept[end]) === Math.abs(kept[start])) end++
    const size = end - start
    const rank = (start + 1 + end) / 2
    for (let i = start; i < end; i++) if (kept[i] > 0) wPlus += rank
    ties += size ** 3 - size
    start = end
  }
  if (n === 0) return { wPlus, n, p: 1 }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48
  const distance = Math.max(0, Math.abs(wPlus - (n * (n + 1)) / 4) - 0.5)
  return { wPlus, n, p: Math.min(1, twoSidedP(distance / Math.sqrt(variance))) }
}

/** P(|Z| ≥ z) of a standard normal Z, z ≥ 0; relative error below 1.2e-7. */
export function twoSidedP(z: number): number {
  return erfc(z / Math.SQRT2)
}

/** Coefficients of the Chebyshev fit in Numerical Recipes (Press et al. 1992, §6.2). */
const CHEBYSHEV = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

/** The complementary error function for x ≥ 0. */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2)
  const series = CHEBYSHEV.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  return t * Math.exp(-x * x + series)
}

/**
 * Holm's adjustment for several comparisons: the i-th smallest of m p-values is multiplied by m − i + 1, and none ends below a
 * smaller one's. Controls the chance of even one false difference. O(m log m). Source: Holm 1979.
 * @returns (m) adjusted p-values, in the order given.
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b])
  const adjusted = new Array<number>(pValues.length).fill(1)
  let floor = 0
  order.forEach((index, i) => {
    floor = Math.max(floor, Math.min(1, pValues[index] * (pValues.length - i)))
    adjusted[index] = floor
  })
  return adjusted
}
