// The hyper-parameters of the popularity model.
import * as z from 'zod'

export const popularityConfigSchema = z.strictObject({
  /** "average": the best loved. "count": the most rated, the baseline that other work calls popularity. */
  rankBy: z.enum(['average', 'count']).default('average'),
  /** Every film starts with this many ratings at the crowd's mean. */
  priorWeight: z.number().min(0).max(1_000_000).default(20),
  /** Films with fewer ratings rank after all others. */
  minRatings: z.int().min(1).max(1_000_000).default(10),
})
export type PopularityConfig = z.infer<typeof popularityConfigSchema>
