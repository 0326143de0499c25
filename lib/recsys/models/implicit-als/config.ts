// The hyper-parameters of implicit ALS.
import * as z from 'zod'

export const implicitAlsConfigSchema = z.strictObject({
  factors: z.int().min(1).max(2_048).default(128),
  epochs: z.int().min(1).max(200).default(12),
  /** α: five stars count 1 + α, `minStars` count 1. */
  alpha: z.number().min(0).max(1_000).default(0.5),
  /** α₀: the weight of every pair, rated or not, being pulled to 0. */
  unobservedWeight: z.number().min(0).max(10).default(0.2),
  /** λ, scaled by (number of likes + α₀ · size of the other side)^ν. */
  regularization: z.number().gt(0).max(1_000).default(0.01),
  /** ν: 0 regularises everyone alike, 1 by how much they rated. */
  nu: z.number().min(0).max(2).default(1),
  /** ρ: in the fold-in the newest rating counts 1 + ρ times as much as an old one; 0 leaves times out of it. */
  recencyWeight: z.number().min(0).max(10_000).default(0),
  /** τ: ratings after which what the newest count more has fallen to 1/e. */
  recencySpan: z.number().gt(0).max(100_000).default(3),
  /** A rating counts as a like from this many stars. */
  minStars: z.number().min(0.5).max(5).default(3.5),
  /** Conjugate gradient from the last epoch's factors, exact, or exact in one block of factors after the other (iALS++). */
  solver: z.enum(['cg', 'cholesky', 'block']).default('cg'),
  /** `cg`: steps per row and epoch. */
  cgSteps: z.int().min(1).max(1_000).default(2),
  /** `block`: factors solved at a time, rounded up to a multiple of 8. */
  blockSize: z.int().min(1).max(2_048).default(32),
  /** `block`: a row with so many likes is solved exactly all the same. */
  exactFrom: z.int().min(1).max(1_000_000).default(16_384),
})
export type ImplicitAlsConfig = z.infer<typeof implicitAlsConfigSchema>
