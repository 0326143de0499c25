// The hyper-parameters of SVD++.
import * as z from 'zod'
import { svdConfigSchema } from '../svd/config'

export const svdppConfigSchema = svdConfigSchema.extend({
  epochs: svdConfigSchema.shape.epochs.unwrap().default(30),
  learningRate: svdConfigSchema.shape.learningRate.unwrap().default(0.02),
  regularization: svdConfigSchema.shape.regularization.unwrap().default(0.06),
  foldInRegularization: svdConfigSchema.shape.foldInRegularization.unwrap().default(0.045),
  /** The first step of the implicit factors, by a person's mean error; it falls as the other. */
  implicitLearningRate: z.number().gt(0).max(1).default(0.06),
  /** λ_y of the implicit factors, applied once for everyone who rated the film. */
  implicitRegularization: z.number().min(0).max(10).default(0),
})
export type SvdppConfig = z.infer<typeof svdppConfigSchema>
