// The hyper-parameters of item-item nearest neighbours.
import { z } from 'zod'

export const itemKnnConfigSchema = z.strictObject({
  /** How many neighbours every film keeps. */
  k: z.int().min(1).max(10_000).default(100),
  /** Similarities shrink as if this many people had given five stars to one of the two films only. */
  shrinkage: z.number().min(0).max(1_000_000).default(10),
  /** Ratings below this many stars do not say that two films belong together. */
  minStars: z.number().min(0.5).max(5).default(3.5),
})
export type ItemKnnConfig = z.infer<typeof itemKnnConfigSchema>
