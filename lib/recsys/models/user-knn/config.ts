// The hyper-parameters of user-user nearest neighbours.
import * as z from 'zod'

export const userKnnConfigSchema = z.strictObject({
  /** How many neighbours have a say. */
  k: z.int().min(1).max(10_000).default(100),
  /** A similarity over c common films counts c / (c + shrinkage) of itself. */
  shrinkage: z.number().min(0).max(10_000).default(0),
  /** In ranking, a neighbour's say grows with the similarity to this power. */
  similarityPower: z.number().min(0).max(10).default(2),
  /** Stars are predicted, and audiences compared, from at least this many people. */
  minSupport: z.int().min(1).max(10_000).default(3),
  /** Everyone's mean is pulled towards the crowd's as if they had this many average ratings more. */
  meanShrinkage: z.number().min(0).max(10_000).default(5),
  /** In "its lovers also loved", shares and base rates are shrunk as by this many lovers more. */
  audienceShrinkage: z.number().min(0).max(10_000).default(10),
  /** How far popularity is divided out there: 0 the most loved first, 1 the highest lift first. */
  liftPower: z.number().min(0).max(1).default(0.7),
})
export type UserKnnConfig = z.infer<typeof userKnnConfigSchema>
