// The hyper-parameters of the genome model.
import * as z from 'zod'

export const genomeConfigSchema = z.strictObject({
  /** Principal components kept of the tags. */
  components: z.int().min(1).max(512).default(64),
  /** A profile's mean is pulled towards 3 stars as if it held this many ratings of 3 stars more. */
  meanShrinkage: z.number().min(0).max(1_000).default(5),
})
export type GenomeConfig = z.infer<typeof genomeConfigSchema>
