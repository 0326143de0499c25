// The hyper-parameters of SVD++.
import { z } from 'zod'
import { svdConfigSchema } from '../svd/config'

export const svdppConfigSchema = svdConfigSchema.extend({
  factors: z.int().min(1).max(512).default(64),
  /** λ_y of the implicit factors, applied at every rating of everyone who rated the film. */
  implicitRegularization: z.number().min(0).max(10).default(0.02),
})
export type SvdppConfig = z.infer<typeof svdppConfigSchema>
