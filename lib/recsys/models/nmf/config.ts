// The hyper-parameters of non-negative matrix factorisation.
import * as z from 'zod'

export const nmfConfigSchema = z.strictObject({
  factors: z.int().min(1).max(256).default(24),
  epochs: z.int().min(1).max(500).default(30),
  /** λ, scaled by the number of ratings of a row. */
  regularization: z.number().gt(0).max(10).default(0.08),
  /** In ranking, a deviation over n ratings of a film counts n / (n + scoreShrinkage). */
  scoreShrinkage: z.number().min(0).max(1_000_000).default(1_000),
  /** γ: in ranking, a film with n ratings starts with γ ln(1 + n) stars. */
  popularityWeight: z.number().min(0).max(100).default(0.4),
})
export type NmfConfig = z.infer<typeof nmfConfigSchema>
