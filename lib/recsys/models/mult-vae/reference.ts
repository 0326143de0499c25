// The loss and its gradient written out in plain loops: what the kernels are held to, and itself held to finite differences.
import type { Batch } from './batch'
import { CONSTANT_UNITS, matrixShapes, padTo8, type NetworkShape, type NetworkWeights } from './network'

export interface LossOptions {
  /** (nRows × latent) ε; zeros make the latent space free of chance. */
  noise: Float32Array
  /** β. */
  beta: number
}

export interface Loss {
  /** Σ over people of −Σ_{i liked} ln softmax_i(logits), divided by their number. */
  reconstruction: number
  /** Σ over people of ½ Σ_k (σ_k² + μ_k² − 1 − ln σ_k²), divided by their number; not yet weighted by β. */
  divergence: number
}

interface Forward {
  h: Float64Array
  encoded: Float64Array
  z: Float64Array
  g: Float64Array
  logits: Float64Array
}

/**
 * reconstruction + β divergence of a batch, and its gradient by every weight.
 *
 * Cost: O(people · hidden · (nItems + latent)) time, slowly.
 * Source: Liang, Krishnan, Hoffman & Jebara, "Variational autoencoders for collaborative filtering", WWW 2018, equations 3 and 7.
 */
export function lossAndGradient(
  shape: NetworkShape,
  weights: NetworkWeights,
  batch: Batch,
  options: LossOptions,
): Loss & { gradient: Record<keyof NetworkWeights, Float64Array> } {
  const loss = { reconstruction: 0, divergence: 0 }
  const zeros = (name: keyof NetworkWeights) => new Float64Array(weights[name].length)
  const gradient = {
    input: zeros('input'),
    encoder: zeros('encoder'),
    decoder: zeros('decoder'),
    output: zeros('output'),
  }
  for (let row = 0; row < batch.nPeople; row++) {
    const one = { shape, weights, batch, row, options }
    const forward = runForward(one)
    runBackward(one, forward, loss, gradient)
  }
  return { ...loss, gradient }
}

interface OneRow {
  shape: NetworkShape
  weights: NetworkWeights
  batch: Batch
  row: number
  options: LossOptions
}

function runForward({ shape, weights, batch, row, options }: OneRow): Forward {
  const { hidden, latent, nItems } = shape
  const { indptr, indices, values } = batch.input
  const sums = new Float64Array(hidden)
  for (let e = indptr[row]; e < indptr[row + 1]; e++)
    for (let k = 0; k < hidden; k++) sums[k] += values[e] * weights.input[indices[e] * hidden + k]
  const h = withConstant(sums.map(Math.tanh))
  const encoded = times(h, weights.encoder, 2 * latent)
  const noise = options.noise.subarray(row * latent, (row + 1) * latent)
  const z = withConstant(
    Float64Array.from(noise, (epsilon, k) => encoded[k] + epsilon * Math.exp(encoded[latent + k] / 2)),
  )
  const g = withConstant(times(z, weights.decoder, hidden).map(Math.tanh))
  return { h, encoded, z, g, logits: times(g, weights.output, padTo8(nItems)).subarray(0, nItems) }
}

function runBackward(
  { shape, weights, batch, row, options }: OneRow,
  { h, encoded, z, g, logits }: Forward,
  loss: Loss,
  gradient: Record<keyof NetworkWeights, Float64Array>,
): void {
  const { hidden, latent } = shape
  const scale = 1 / batch.nPeople
  const targets = batch.targets.indices.subarray(batch.targets.indptr[row], batch.targets.indptr[row + 1])
  const top = Math.max(...logits)
  const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0)) + top
  for (const target of targets) loss.reconstruction += scale * (total - logits[target])
  const dLogits = logits.map((value) => scale * targets.length * Math.exp(value - total))
  for (const target of targets) dLogits[target] -= scale
  const dG = backThrough(g, dLogits, weights.output, gradient.output, matrixShapes(shape).output[1])
  const dSums = dG.subarray(0, hidden).map((d, k) => d * (1 - g[k] ** 2))
  const dZ = backThrough(z, dSums, weights.decoder, gradient.decoder, hidden)
  const dEncoded = new Float64Array(2 * latent)
  for (let k = 0; k < latent; k++) {
    const [mean, logVariance, epsilon] = [encoded[k], encoded[latent + k], options.noise[row * latent + k]]
    loss.divergence += (scale / 2) * (Math.exp(logVariance) + mean ** 2 - 1 - logVariance)
    dEncoded[k] = dZ[k] + options.beta * scale * mean
    dEncoded[latent + k] =
      (dZ[k] * epsilon * Math.exp(logVariance / 2)) / 2 + (options.beta * scale * (Math.exp(logVariance) - 1)) / 2
  }
  const dH = backThrough(h, dEncoded, weights.encoder, gradient.encoder, 2 * latent)
  const { indptr, indices, values } = batch.input
  for (let e = indptr[row]; e < indptr[row + 1]; e++)
    for (let k = 0; k < hidden; k++) gradient.input[indices[e] * hidden + k] += values[e] * dH[k] * (1 - h[k] ** 2)
}

/** The units, the constant one, and the zeros that pad. */
function withConstant(units: Float64Array): Float64Array {
  const all = new Float64Array(units.length + CONSTANT_UNITS)
  all.set(units)
  all[units.length] = 1
  return all
}

/** Wᵀ x. */
function times(x: Float64Array, weights: Float32Array, columns: number): Float64Array {
  const result = new Float64Array(columns)
  for (let r = 0; r < x.length; r++) for (let c = 0; c < columns; c++) result[c] += x[r] * weights[r * columns + c]
  return result
}

/** Adds x dᵀ to the gradient of W, and answers W d. */
function backThrough(
  x: Float64Array,
  d: Float64Array,
  weights: Float32Array,
  gradient: Float64Array,
  columns: number,
): Float64Array {
  const result = new Float64Array(x.length)
  for (let r = 0; r < x.length; r++)
    for (let c = 0; c < d.length; c++) {
      gradient[r * columns + c] += x[r] * d[c]
      result[r] += weights[r * columns + c] * d[c]
    }
  return result
}
