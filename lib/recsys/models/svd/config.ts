// The hyper-parameters of biased matrix factorisation.
import { z } from 'zod'

export const svdConfigSchema = z.strictObject({
  factors: z.int().min(1).max(512).default(40),
  epochs: z.int().min(1).max(500).default(25),
  learningRate: z.number().gt(0).max(1).default(0.01),
  /** λ of factors and biases, applied at every rating, hence scaled by counts. */
  regularization: z.number().gt(0).max(10).default(0.07),
  /** A profile is folded in with λ as if it had this many ratings more. */
  foldInPrior: z.number().min(0).max(10_000).default(10),
  /** In ranking, a deviation over n ratings of a film counts n / (n + scoreShrinkage). */
  scoreShrinkage: z.number().min(0).max(1_000_000).default(1_000),
})
export type SvdConfig = z.infer<typeof svdConfigSchema>
