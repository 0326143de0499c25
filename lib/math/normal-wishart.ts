// The prior of Bayesian factorisations: mean and precision of a normal distribution, drawn given the rows it made.
import { factorCholesky } from './cholesky'
import type { Random } from './random'

/**
 * A draw from Gamma(shape, 1).
 * Source: Marsaglia & Tsang, "A simple method for generating gamma variables", TOMS 2000. Expected O(1).
 * @throws RangeError unless shape ≥ 1: below that the method does not hold.
 */
export function sampleGamma(random: Random, shape: number): number {
  if (!(shape >= 1)) throw new RangeError(`Expected a shape of 1 or more, got ${shape}.`)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    const u = 1 - random.next()
    if (Math.log(u) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

export interface NormalParameters {
  /** (width). */
  mean: Float64Array
  /** (width × width) symmetric. */
  precision: Float64Array
}

/** The mean of rows starts as if it had been seen so often at 0. */
const PRIOR_ROWS = 2

/**
 * A draw of (μ, Λ) given rows x_1…x_N ~ N(μ, Λ⁻¹), under μ ~ N(0, (2 Λ)⁻¹), Λ ~ Wishart(I, width): with x̄ and S = Σ (x − x̄)(x − x̄)ᵀ
 *
 *     Λ ~ Wishart((I + S + 2N/(2+N) x̄ x̄ᵀ)⁻¹, width + N),   μ ~ N(N x̄ / (2 + N), ((2 + N) Λ)⁻¹)
 *
 * Λ comes by Bartlett's decomposition. O(N width² + width³) time.
 * Source: Salakhutdinov & Mnih, "Bayesian probabilistic matrix factorization using MCMC", ICML 2008, eq. 14.
 * @param rows (N × stride) row-major, of which the first `width` columns count.
 */
export function sampleNormalWishart(
  random: Random,
  rows: Float32Array,
  { width, stride }: { width: number; stride: number },
): NormalParameters {
  const n = rows.length / stride
  const { average, scatter } = momentsOf(rows, { width, stride })
  const inverseScale = scatter
  const between = (PRIOR_ROWS * n) / (PRIOR_ROWS + n)
  for (let f = 0; f < width; f++)
    for (let g = 0; g < width; g++) inverseScale[f * width + g] += (f === g ? 1 : 0) + between * average[f] * average[g]
  const precision = sampleWishart(random, inverseScale, width, width + n)
  const factored = precision.map((value) => value * (PRIOR_ROWS + n))
  factorCholesky(factored, width)
  const mean = solveTransposed(factored, width, normals(random, width))
  for (let f = 0; f < width; f++) mean[f] += (n * average[f]) / (PRIOR_ROWS + n)
  return { mean, precision }
}

function momentsOf(rows: Float32Array, { width, stride }: { width: number; stride: number }) {
  const n = rows.length / stride
  const average = new Float64Array(width)
  for (let at = 0; at < rows.length; at += stride) for (let f = 0; f < width; f++) average[f] += rows[at + f] / n
  const scatter = new Float64Array(width * width)
  for (let at = 0; at < rows.length; at += stride)
    for (let f = 0; f < width; f++) {
      const deviation = rows[at + f] - average[f]
      for (let g = 0; g <= f; g++) scatter[f * width + g] += deviation * (rows[at + g] - average[g])
    }
  for (let f = 0; f < width; f++) for (let g = 0; g < f; g++) scatter[g * width + f] = scatter[f * width + g]
  return { average, scatter }
}

/** Λ = C B Bᵀ Cᵀ, C Cᵀ = (inverse scale)⁻¹; B lower triangular with √χ² on its diagonal and normals below. With W = R Rᵀ, C is R⁻ᵀ. */
function sampleWishart(random: Random, inverseScale: Float64Array, width: number, freedom: number): Float64Array {
  const r = inverseScale.slice()
  factorCholesky(r, width)
  // Column by column of C B: R⁻ᵀ times each column of B. C is upper triangular here, which serves as well: C Cᵀ is what counts.
  const columns = Array.from({ length: width }, (_, column) => {
    const b = new Float64Array(width)
    b[column] = Math.sqrt(2 * sampleGamma(random, (freedom - column) / 2))
    for (let row = column + 1; row < width; row++) b[row] = random.normal()
    return solveTransposed(r, width, b)
  })
  const drawn = new Float64Array(width * width)
  for (const column of columns)
    for (let f = 0; f < width; f++) for (let g = 0; g < width; g++) drawn[f * width + g] += column[f] * column[g]
  return drawn
}

/** L⁻ᵀ b, in place. */
function solveTransposed(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= l[k * n + i] * b[k]
    b[i] /= l[i * n + i]
  }
  return b
}

const normals = (random: Random, n: number) => Float64Array.from({ length: n }, () => random.normal())

/** Λ μ, or any symmetric product. O(n²). */
export function multiplySymmetric(a: Float64Array, x: Float64Array): Float64Array {
  return x.map((_, f) => x.reduce((sum, value, g) => sum + a[f * x.length + g] * value, 0))
}
