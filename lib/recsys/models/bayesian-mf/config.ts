// The hyper-parameters of Bayesian matrix factorisation.
import * as z from 'zod'

export const bayesianMfConfigSchema = z.strictObject({
  /** Width of the space; two of them begin as the biases of people and films. */
  factors: z.int().min(4).max(128).default(32),
  /** Passes of descent that find a place for the chain to begin. */
  startEpochs: z.int().min(1).max(200).default(15),
  /** Draws that are thrown away. */
  burnIn: z.int().min(0).max(2_000).default(16),
  /** Draws that are kept: each is a whole set of film factors. */
  samples: z.int().min(2).max(64).default(16),
  /** Every so-manieth draw is kept, since neighbours in the chain are alike. */
  thinning: z.int().min(1).max(100).default(4),
  /** In ranking, a deviation over n ratings of a film counts n / (n + scoreShrinkage). */
  scoreShrinkage: z.number().min(0).max(1_000_000).default(1_000),
  /** γ: in ranking, a film with n ratings starts with γ ln(1 + n) stars. */
  popularityWeight: z.number().min(0).max(100).default(0.4),
})
export type BayesianMfConfig = z.infer<typeof bayesianMfConfigSchema>
