// The network: how many numbers it has, how they lie, and where they start.
import type { Random } from '@/lib/math/random'

/**
 * x → h = tanh(W₁ᵀ x) → (μ, ln σ²) = W₂ᵀ h → z = μ + ε σ → g = tanh(W₃ᵀ z) → logits = W₄ᵀ g.
 * Every layer has one constant unit more, of value 1: its row of weights is the bias of the next layer.
 */
export interface NetworkShape {
  /** Films that take part. */
  nItems: number
  /** Units of h and of g, a multiple of 8. */
  hidden: number
  /** Dimensions of z, a multiple of 8. */
  latent: number
}

/** Row-major. What lies beyond the constant unit's row, up to a multiple of 8, and beyond the films, is always 0. */
export interface NetworkWeights {
  /** W₁ (nItems + 1 × hidden), the bias last. */
  input: Float32Array
  /** W₂ (hidden + 8 × 2 latent): the columns of μ, then those of ln σ²; row `hidden` is the bias. */
  encoder: Float32Array
  /** W₃ (latent + 8 × hidden); row `latent` is the bias. */
  decoder: Float32Array
  /** W₄ (hidden + 8 × paddedItems); row `hidden` is the bias. */
  output: Float32Array
}

/** Kernels work on eight numbers at a time; the first of the eight beyond a layer is its constant unit. */
export const CONSTANT_UNITS = 8
export const padTo8 = (length: number) => Math.ceil(length / 8) * 8

/** Rows and columns of each weight matrix. */
export const matrixShapes = ({ nItems, hidden, latent }: NetworkShape) =>
  ({
    input: [nItems + 1, hidden],
    encoder: [hidden + CONSTANT_UNITS, 2 * latent],
    decoder: [latent + CONSTANT_UNITS, hidden],
    output: [hidden + CONSTANT_UNITS, padTo8(nItems)],
  }) as const

/**
 * Normal weights of variance 2 / (fan in + fan out), biases 0.
 * Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
 */
export function startWeights(shape: NetworkShape, random: Random): NetworkWeights {
  const { nItems, hidden, latent } = shape
  const fill = (name: keyof NetworkWeights, fanIn: number, fanOut: number) => {
    const [rows, columns] = matrixShapes(shape)[name]
    const weights = new Float32Array(rows * columns)
    const spread = Math.sqrt(2 / (fanIn + fanOut))
    for (let r = 0; r < fanIn; r++) for (let c = 0; c < fanOut; c++) weights[r * columns + c] = spread * random.normal()
    return weights
  }
  return {
    input: fill('input', nItems, hidden),
    encoder: fill('encoder', hidden, 2 * latent),
    decoder: fill('decoder', latent, hidden),
    output: fill('output', hidden, nItems),
  }
}
