// The hyper-parameters of biased matrix factorisation.
import * as z from 'zod'

export const svdConfigSchema = z.strictObject({
  factors: z.int().min(1).max(512).default(96),
  epochs: z.int().min(1).max(500).default(20),
  /** The first step; it falls linearly to a tenth. */
  learningRate: z.number().gt(0).max(1).default(0.04),
  /** λ of factors and biases while learning, applied at every rating, hence scaled by counts. */
  regularization: z.number().gt(0).max(10).default(0.065),
  /** λ' of a profile that is folded in, scaled by its length. */
  foldInRegularization: z.number().gt(0).max(10).default(0.035),
  /** A profile is folded in with λ' as if it had this many ratings more. */
  foldInPrior: z.number().min(0).max(10_000).default(25),
  /** In ranking, a deviation over n ratings of a film counts n / (n + scoreShrinkage). */
  scoreShrinkage: z.number().min(0).max(1_000_000).default(1_000),
  /** γ: in ranking, a film with n ratings starts with γ ln(1 + n) stars. */
  popularityWeight: z.number().min(0).max(100).default(0.4),
  /** Stretches of time in each of which a film has a bias of its own, and people drift; 0 leaves times out of it. */
  timeBins: z.int().min(0).max(1_000).default(0),
  /** λ_t: ratings that pull a film's difference in one stretch to 0. */
  timeShrinkage: z.number().min(0).max(1_000_000).default(25),
  /** λ_α: pulls a person's drift to 0. */
  driftShrinkage: z.number().min(0).max(1_000_000_000).default(10),
})
export type SvdConfig = z.infer<typeof svdConfigSchema>
