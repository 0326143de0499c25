// The autoencoder as typed arrays, and back: what scoring needs, without what only training needs.
import { AppError } from '@/lib/errors/app-error'
import type { CurvePoint, ModelState } from '../contract'
import type { MultVaeFit } from './fit'
import { padTo8 } from './network'

/** Row-major; the last row of each matrix is the bias. */
export interface MultVaeState {
  /** (nCovered) the item of each column, the most liked first. */
  items: Int32Array
  hidden: number
  latent: number
  /** (nCovered + 1 × hidden) */
  input: Float32Array
  /** (hidden + 1 × latent): the mean of the latent space alone. */
  encoder: Float32Array
  /** (latent + 1 × hidden) */
  decoder: Float32Array
  /** (hidden + 1 × nCovered) */
  output: Float32Array
  /** How training went. */
  history: { curve: CurvePoint[]; bestEpoch: number; nTraining: number; nValidation: number }
}

export function stateOf({ items, shape, weights, ...history }: MultVaeFit): MultVaeState {
  const { nItems, hidden, latent } = shape
  return {
    items,
    hidden,
    latent,
    input: weights.input,
    encoder: cut(weights.encoder, 2 * latent, [hidden + 1, latent]),
    decoder: cut(weights.decoder, hidden, [latent + 1, hidden]),
    output: cut(weights.output, padTo8(nItems), [hidden + 1, nItems]),
    history,
  }
}

/** The upper left corner of a matrix. */
function cut(matrix: Float32Array, stride: number, [rows, columns]: [number, number]): Float32Array {
  const corner = new Float32Array(rows * columns)
  for (let r = 0; r < rows; r++) corner.set(matrix.subarray(r * stride, r * stride + columns), r * columns)
  return corner
}

export function saveMultVae(state: MultVaeState, nItems: number): ModelState {
  const { items, input, encoder, decoder, output, hidden, latent, history } = state
  return { arrays: { items, input, encoder, decoder, output }, meta: { nItems, hidden, latent, ...history } }
}

/** @throws AppError('bad_artefact') when the state does not fit the catalogue or itself. */
export function loadMultVae({ arrays, meta }: ModelState, nItems: number): MultVaeState {
  const { items, input, encoder, decoder, output } = arrays
  const { hidden, latent, curve, bestEpoch, nTraining, nValidation } = meta
  const typed =
    items instanceof Int32Array &&
    input instanceof Float32Array &&
    encoder instanceof Float32Array &&
    decoder instanceof Float32Array &&
    output instanceof Float32Array &&
    typeof hidden === 'number' &&
    typeof latent === 'number'
  if (!typed || meta.nItems !== nItems)
    throw new AppError('bad_artefact', `The mult-vae model does not cover the ${nItems} movies. Train it again.`)
  const n = items.length
  const sound =
    input.length === (n + 1) * hidden &&
    encoder.length === (hidden + 1) * latent &&
    decoder.length === (latent + 1) * hidden &&
    output.length === (hidden + 1) * n &&
    items.every((item) => item >= 0 && item < nItems) &&
    Array.isArray(curve)
  if (!sound) throw new AppError('bad_artefact', 'The mult-vae model contradicts itself. Train it again.')
  const history = {
    curve: curve as CurvePoint[],
    bestEpoch: Number(bestEpoch),
    nTraining: Number(nTraining),
    nValidation: Number(nValidation),
  }
  return { items, hidden, latent, input, encoder, decoder, output, history }
}
