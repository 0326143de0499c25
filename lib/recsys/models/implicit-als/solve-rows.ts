// One half of an epoch: all rows of one side, with the other side held fixed.
import { addOuterProduct, factorCholesky, solveFactored } from '@/lib/math/cholesky'
import type { Csr } from '@/lib/math/csr'
import type { ImplicitAlsConfig } from './config'

const ROWS_PER_STEP = 256

/** (n × width) row-major. */
export interface Factors {
  width: number
  values: Float64Array
}

/** Σ_r y_r y_rᵀ (width × width), lower triangle mirrored. O(rows width²). */
export function gramOf(values: Float32Array | Float64Array, width: number): Float64Array {
  const gram = new Float64Array(width * width)
  for (let at = 0; at < values.length; at += width) addOuterProduct(gram, width, values, at, 1)
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j]
  return gram
}

/** λ (n + α₀ N)^ν. */
export function ridgeOf(
  { regularization, unobservedWeight, nu }: ImplicitAlsConfig,
  count: number,
  others: number,
): number {
  return regularization * (count + unobservedWeight * others) ** nu
}

/**
 * Minimises, for each row, Σ_{j liked} c_j (1 − x · y_j)² + α₀ Σ_j (x · y_j)² + λ_row ‖x‖², warm from what `target` holds.
 * Rows without likes become 0. O(likes width · cgSteps) time, or O(likes width² / 2 + rows width³ / 6) exactly; width² · 16 bytes.
 * @param likes (nRows × nOthers) confidences.
 */
export function solveRows(
  likes: Csr,
  target: Factors,
  fixed: Factors,
  config: ImplicitAlsConfig,
  step: (fraction: number) => void,
): void {
  const { width } = target
  const nRows = likes.indptr.length - 1
  const base = gramOf(fixed.values, width).map((value) => value * config.unobservedWeight)
  const system = { likes, base, fixed: fixed.values, width }
  const workspace = createWorkspace(width)
  for (let row = 0; row < nRows; row++) {
    const x = target.values.subarray(row * width, (row + 1) * width)
    const count = likes.indptr[row + 1] - likes.indptr[row]
    const ridge = ridgeOf(config, count, fixed.values.length / width)
    if (count === 0) x.fill(0)
    else if (config.solver === 'cholesky') solveExactly(system, row, ridge, x, workspace.matrix)
    else descend(system, row, ridge, x, config.cgSteps, workspace)
    if (row % ROWS_PER_STEP === 0) step(row / nRows)
  }
}

interface System {
  likes: Csr
  /** α₀ Σ y yᵀ. */
  base: Float64Array
  fixed: Float64Array
  width: number
}

type Workspace = ReturnType<typeof createWorkspace>

const createWorkspace = (width: number) => ({
  matrix: new Float64Array(width * width),
  residual: new Float64Array(width),
  direction: new Float64Array(width),
  image: new Float64Array(width),
})

function solveExactly(
  { likes, base, fixed, width }: System,
  row: number,
  ridge: number,
  x: Float64Array,
  matrix: Float64Array,
): void {
  matrix.set(base)
  for (let i = 0; i < width; i++) matrix[i * width + i] += ridge
  x.fill(0)
  for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
    const at = likes.indices[e] * width
    addOuterProduct(matrix, width, fixed, at, likes.values[e])
    for (let f = 0; f < width; f++) x[f] += likes.values[e] * fixed[at + f]
  }
  factorCholesky(matrix, width)
  solveFactored(matrix, width, x)
}

/** Conjugate gradient on A x = b, A never formed. */
function descend(system: System, row: number, ridge: number, x: Float64Array, steps: number, workspace: Workspace) {
  const { residual, direction, image } = workspace
  applySystem(system, row, ridge, x, image)
  residual.fill(0)
  addTargets(system, row, residual)
  for (let f = 0; f < x.length; f++) direction[f] = residual[f] -= image[f]
  let squares = dot(residual, residual)
  for (let s = 0; s < steps && squares > 1e-20; s++) {
    applySystem(system, row, ridge, direction, image)
    const length = squares / dot(direction, image)
    for (let f = 0; f < x.length; f++) {
      x[f] += length * direction[f]
      residual[f] -= length * image[f]
    }
    const next = dot(residual, residual)
    for (let f = 0; f < x.length; f++) direction[f] = residual[f] + (next / squares) * direction[f]
    squares = next
  }
}

/** image = (α₀ Σ y yᵀ + Σ_j c_j y_j y_jᵀ + λ I) v. */
function applySystem(
  { likes, base, fixed, width }: System,
  row: number,
  ridge: number,
  v: Float64Array,
  image: Float64Array,
) {
  for (let i = 0; i < width; i++) {
    let sum = ridge * v[i]
    for (let j = 0; j < width; j++) sum += base[i * width + j] * v[j]
    image[i] = sum
  }
  for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
    const at = likes.indices[e] * width
    let sum = 0
    for (let f = 0; f < width; f++) sum += fixed[at + f] * v[f]
    sum *= likes.values[e]
    for (let f = 0; f < width; f++) image[f] += sum * fixed[at + f]
  }
}

function addTargets({ likes, fixed, width }: System, row: number, sums: Float64Array): void {
  for (let e = likes.indptr[row]; e < likes.indptr[row + 1]; e++) {
    const at = likes.indices[e] * width
    for (let f = 0; f < width; f++) sums[f] += likes.values[e] * fixed[at + f]
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}
