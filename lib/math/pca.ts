// Principal components: the few directions in which rows differ most.
import { largestEigenpairs } from './lanczos'

export interface PrincipalComponents {
  /** (nColumns) of the known entries; 0 for a column without any. */
  means: Float32Array
  /** (nComponents × nColumns) row-major, orthonormal rows, the widest first. */
  components: Float32Array
  /** (nRows × nComponents) row-major: each centred row in these directions. */
  coordinates: Float32Array
  /** (nComponents) the share of the total variance that each direction carries, 0…1. */
  explained: Float64Array
}

export interface PcaOptions {
  nRows: number
  nColumns: number
  /** Fewer are kept where there are fewer rows or columns. */
  nComponents: number
  seed: number
  /** Called with the fraction done; may throw to stop. */
  step?: (fraction: number) => void
}

/**
 * Maximises Σ ‖V (x_r − μ)‖² over orthonormal V (nComponents × nColumns); coordinates z_r = V (x_r − μ).
 *
 * V are the largest eigenvectors of the covariance matrix, which is never formed: Lanczos' method asks for its products only.
 * Unknown entries (NaN) count as their column's mean. Columns are not scaled.
 * Cost: O(m nRows nColumns) time with m about 2 nComponents + 40; memory 4 bytes per entry beside the input.
 * Source: Jolliffe, "Principal Component Analysis", 2002.
 * @param values (nRows × nColumns) row-major, NaN where unknown. Not changed.
 * @throws RangeError when the shape disagrees, or there is no row or column.
 */
export function principalComponents(values: Float32Array, options: PcaOptions): PrincipalComponents {
  const { nRows, nColumns, seed, step } = options
  if (values.length !== nRows * nColumns || values.length === 0)
    throw new RangeError(`Expected ${nRows} × ${nColumns} values, and some, got ${values.length}.`)
  const nComponents = Math.min(options.nComponents, nRows, nColumns)
  const means = columnMeans(values, nColumns)
  const centred = new Float32Array(values.length)
  let variance = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] - means[i % nColumns]
    centred[i] = Number.isNaN(value) ? 0 : value
    variance += centred[i] ** 2
  }
  const multiply = (x: Float64Array, into: Float64Array) => {
    for (let at = 0; at < centred.length; at += nColumns) {
      let sum = 0
      for (let c = 0; c < nColumns; c++) sum += centred[at + c] * x[c]
      for (let c = 0; c < nColumns; c++) into[c] += sum * centred[at + c]
    }
  }
  const found = largestEigenpairs(multiply, { size: nColumns, count: nComponents, seed, step })
  const components = Float32Array.from(found.vectors)
  return {
    means,
    components,
    coordinates: project(centred, components, nColumns),
    explained: found.values.map((value) => (variance > 0 ? Math.max(0, value) / variance : 0)),
  }
}

function columnMeans(values: Float32Array, nColumns: number): Float32Array {
  const sums = new Float64Array(nColumns)
  const counts = new Float64Array(nColumns)
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    sums[i % nColumns] += values[i]
    counts[i % nColumns]++
  }
  return Float32Array.from(sums, (sum, c) => (counts[c] > 0 ? sum / counts[c] : 0))
}

function project(centred: Float32Array, components: Float32Array, nColumns: number): Float32Array {
  const nComponents = components.length / nColumns
  const nRows = centred.length / nColumns
  const coordinates = new Float32Array(nRows * nComponents)
  for (let r = 0; r < nRows; r++)
    for (let k = 0; k < nComponents; k++) {
      let sum = 0
      for (let c = 0; c < nColumns; c++) sum += centred[r * nColumns + c] * components[k * nColumns + c]
      coordinates[r * nComponents + k] = sum
    }
  return coordinates
}
