// One training step of the network on the kernels: forward, backward, Adam. The readable twin is ./reference.ts.
import type { Kernels } from '@/lib/math/kernels/pool'
import type { Batch } from './batch'
import { CONSTANT_UNITS, matrixShapes, padTo8, type NetworkShape, type NetworkWeights } from './network'
import type { Loss, LossOptions } from './reference'

/** Some hundred microseconds' worth of rows. */
const CHUNKS = { units: 1, people: 8, weights: 16, inputs: 64 }
/** Of multiplyUnits: 512 × 32 floats. */
const PRODUCT_SCRATCH = 512 * 32 * 4

export interface AdamOptions {
  learningRate: number
  weightDecay: number
}

interface Matrix {
  values: Float32Array
  /** Distance of two rows. */
  stride: number
  turned?: boolean
}

export class NetworkTrainer {
  private readonly hidden: number
  private readonly latent: number
  private readonly columns: number
  private readonly weights: NetworkWeights
  private readonly means: NetworkWeights
  private readonly squares: NetworkWeights
  private readonly gradients: Omit<NetworkWeights, 'input'>
  private readonly layers
  private readonly entries
  private steps = 0

  /**
   * @param start copied into the kernels' memory.
   * @param limits the most rows, and the most likes, that a batch will have.
   */
  constructor(
    private readonly kernels: Kernels,
    private readonly shape: NetworkShape,
    start: NetworkWeights,
    limits: { rows: number; likes: number },
  ) {
    const { hidden, latent, nItems } = shape
    this.hidden = hidden
    this.latent = latent
    this.columns = padTo8(nItems)
    const floats = (length: number) => kernels.allocate(Float32Array, length)
    const counts = (length: number) => kernels.allocate(Uint32Array, length)
    const alike = (make: (array: Float32Array) => Float32Array): NetworkWeights => ({
      input: make(start.input),
      encoder: make(start.encoder),
      decoder: make(start.decoder),
      output: make(start.output),
    })
    this.weights = alike((array) => kernels.copy(array))
    this.means = alike((array) => floats(array.length))
    this.squares = alike((array) => floats(array.length))
    this.gradients = {
      encoder: floats(start.encoder.length),
      decoder: floats(start.decoder.length),
      output: floats(start.output.length),
    }
    const rows = Math.ceil(limits.rows / 4) * 4
    const entries = limits.likes + limits.rows
    this.layers = {
      h: floats(rows * (hidden + CONSTANT_UNITS)),
      encoded: floats(rows * 2 * latent),
      z: floats(rows * (latent + CONSTANT_UNITS)),
      g: floats(rows * (hidden + CONSTANT_UNITS)),
      logits: floats(rows * this.columns),
      dHidden: floats(rows * hidden),
      dZ: floats(rows * latent),
      losses: floats(rows),
    }
    for (let row = 0; row < rows; row++) {
      this.layers.h[row * (hidden + CONSTANT_UNITS) + hidden] = 1
      this.layers.g[row * (hidden + CONSTANT_UNITS) + hidden] = 1
      this.layers.z[row * (latent + CONSTANT_UNITS) + latent] = 1
    }
    this.entries = {
      input: { indptr: counts(rows + 1), indices: counts(entries), values: floats(entries) },
      byColumn: { indptr: counts(nItems + 2), rows: counts(entries), values: floats(entries) },
      targets: { indptr: counts(rows + 1), indices: counts(limits.likes) },
    }
  }

  /** The weights as they are now; a copy. */
  takeWeights(): NetworkWeights {
    const { input, encoder, decoder, output } = this.weights
    return { input: input.slice(), encoder: encoder.slice(), decoder: decoder.slice(), output: output.slice() }
  }

  /** Copies of Adam's running means of the gradients: a tenth of the gradient after the first step. */
  takeMeans(): NetworkWeights {
    const { input, encoder, decoder, output } = this.means
    return { input: input.slice(), encoder: encoder.slice(), decoder: decoder.slice(), output: output.slice() }
  }

  /** Moves the weights one step against the gradient, and answers the loss before it. */
  train(batch: Batch, options: LossOptions, adam: AdamOptions): Loss {
    const { kernels, layers, entries, columns } = this
    const { indptr, indices } = entries.targets
    this.forward(batch, options.noise)
    const scale = 1 / batch.nPeople
    const of = [layers.logits, this.shape.nItems, columns, indptr, indices, layers.losses, scale]
    kernels.run('softmaxRows', batch.nRows, { chunk: CHUNKS.people }, ...of)
    let reconstruction = 0
    for (let row = 0; row < batch.nPeople; row++) reconstruction += layers.losses[row] * scale
    const divergence = this.backward(batch, options)
    this.learn(adam)
    return { reconstruction, divergence }
  }

  /** The logits that people get without chance in the latent space: a view (nRows × padded films), valid until the next call. */
  predict(batch: Batch): { logits: Float32Array; stride: number } {
    this.forward(batch, null)
    return { logits: this.layers.logits, stride: this.columns }
  }

  private forward(batch: Batch, noise: Float32Array | null): void {
    const { kernels, layers, entries, weights, hidden, latent, columns } = this
    this.load(batch)
    const { indptr, indices, values } = entries.input
    const stride = hidden + CONSTANT_UNITS
    const input = [indptr, indices, values, weights.input, hidden, layers.h, stride]
    kernels.run('sparseTanhRows', batch.nRows, { chunk: CHUNKS.people }, ...input)
    const h = { values: layers.h, stride }
    const encoder = { values: weights.encoder, stride: 2 * latent }
    this.multiply(h, encoder, { values: layers.encoded, stride: 2 * latent }, batch.nRows, 2 * latent, stride)
    this.sample(batch.nRows, noise)
    const z = { values: layers.z, stride: latent + CONSTANT_UNITS }
    const g = { values: layers.g, stride }
    this.multiply(z, { values: weights.decoder, stride: hidden }, g, batch.nRows, hidden, z.stride)
    kernels.run('tanhRows', batch.nRows, { chunk: CHUNKS.people }, layers.g, hidden, stride)
    const output = { values: weights.output, stride: columns }
    this.multiply(g, output, { values: layers.logits, stride: columns }, batch.nRows, columns, stride)
  }

  /** z = μ + ε σ. */
  private sample(nRows: number, noise: Float32Array | null): void {
    const { latent } = this
    const { encoded, z } = this.layers
    for (let row = 0; row < nRows; row++)
      for (let k = 0; k < latent; k++) {
        const mean = encoded[row * 2 * latent + k]
        const epsilon = noise === null ? 0 : noise[row * latent + k]
        z[row * (latent + CONSTANT_UNITS) + k] =
          epsilon === 0 ? mean : mean + epsilon * Math.exp(encoded[row * 2 * latent + latent + k] / 2)
      }
  }

  /** Fills the gradients of all weights but the input's, whose gradient Adam gathers itself from dHidden; answers the divergence. */
  private backward(batch: Batch, options: LossOptions): number {
    const { kernels, layers, weights, gradients, hidden, latent, columns } = this
    const { nRows } = batch
    const stride = hidden + CONSTANT_UNITS
    const people = { chunk: CHUNKS.people }
    const [h, g] = [layers.h, layers.g].map((values) => ({ values, stride }))
    const z = { values: layers.z, stride: latent + CONSTANT_UNITS }
    const dLogits = { values: layers.logits, stride: columns }
    const dHidden = { values: layers.dHidden, stride: hidden }
    const output = { values: weights.output, stride: columns }
    this.multiply(turn(g), dLogits, { values: gradients.output, stride: columns }, stride, columns, nRows)
    this.multiply(dLogits, turn(output), dHidden, nRows, hidden, columns)
    kernels.run('tanhGradientRows', nRows, people, layers.dHidden, hidden, layers.g, stride)
    this.multiply(turn(z), dHidden, { values: gradients.decoder, stride: hidden }, z.stride, hidden, nRows)
    const decoder = { values: weights.decoder, stride: hidden }
    this.multiply(dHidden, turn(decoder), { values: layers.dZ, stride: latent }, nRows, latent, hidden)
    const divergence = this.backThroughSample(batch, options)
    const dEncoded = { values: layers.encoded, stride: 2 * latent }
    this.multiply(turn(h), dEncoded, { values: gradients.encoder, stride: 2 * latent }, stride, 2 * latent, nRows)
    const encoder = { values: weights.encoder, stride: 2 * latent }
    this.multiply(dEncoded, turn(encoder), dHidden, nRows, hidden, 2 * latent)
    kernels.run('tanhGradientRows', nRows, people, layers.dHidden, hidden, layers.h, stride)
    return divergence
  }

  /** Puts the gradient of μ and ln σ² in their place; rows that only pad get none. */
  private backThroughSample({ nPeople, nRows }: Batch, { noise, beta }: LossOptions): number {
    const { latent } = this
    const { encoded, dZ } = this.layers
    const scale = 1 / nPeople
    let divergence = 0
    for (let row = 0; row < nPeople; row++)
      for (let k = 0; k < latent; k++) {
        const at = row * 2 * latent + k
        const mean = encoded[at]
        const logVariance = encoded[at + latent]
        const variance = Math.exp(logVariance)
        const d = dZ[row * latent + k]
        divergence += (scale / 2) * (variance + mean * mean - 1 - logVariance)
        encoded[at] = d + beta * scale * mean
        encoded[at + latent] =
          (d * noise[row * latent + k] * Math.sqrt(variance)) / 2 + (beta * scale * (variance - 1)) / 2
      }
    encoded.fill(0, nPeople * 2 * latent, nRows * 2 * latent)
    return divergence
  }

  private learn({ learningRate, weightDecay }: AdamOptions): void {
    const { kernels, weights, means, squares, gradients, hidden } = this
    this.steps += 1
    const scales = [learningRate, 1 / (1 - 0.9 ** this.steps), 1 / (1 - 0.999 ** this.steps), weightDecay]
    for (const name of ['encoder', 'decoder', 'output'] as const) {
      const [rows, columns] = matrixShapes(this.shape)[name]
      const of = [weights[name], gradients[name], means[name], squares[name], columns, ...scales]
      kernels.run('adamRows', rows, { chunk: CHUNKS.weights }, ...of)
    }
    const { indptr, rows, values } = this.entries.byColumn
    const input = [
      weights.input,
      means.input,
      squares.input,
      hidden,
      indptr,
      rows,
      values,
      this.layers.dHidden,
      ...scales,
    ]
    kernels.run('adamInputRows', this.shape.nItems + 1, { chunk: CHUNKS.inputs, scratch: hidden * 4 }, ...input)
  }

  private load({ input, byColumn, targets }: Batch): void {
    const { entries } = this
    entries.input.indptr.set(input.indptr)
    entries.input.indices.set(input.indices)
    entries.input.values.set(input.values)
    entries.byColumn.indptr.set(byColumn.indptr)
    entries.byColumn.rows.set(byColumn.rows)
    entries.byColumn.values.set(byColumn.values)
    entries.targets.indptr.set(targets.indptr)
    entries.targets.indices.set(targets.indices)
  }

  /** C (m × n) = A (m × depth) B (depth × n). */
  private multiply(a: Matrix, b: Matrix, c: Matrix, m: number, n: number, depth: number): void {
    const strides = ({ stride, turned }: Matrix) => (turned ? [1, stride] : [stride, 1])
    const options = { chunk: CHUNKS.units, scratch: PRODUCT_SCRATCH }
    const of = [a.values, ...strides(a), b.values, ...strides(b), c.values, c.stride, m, n, depth]
    this.kernels.run('multiplyUnits', Math.ceil(n / 32), options, ...of)
  }
}

const turn = (matrix: Matrix): Matrix => ({ ...matrix, turned: true })
