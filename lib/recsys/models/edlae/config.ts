// The hyper-parameters of EDLAE.
import * as z from 'zod'
import { linearConfigShape } from '../ease/config'

export const edlaeConfigSchema = z.strictObject({
  ...linearConfigShape,
  regularization: linearConfigShape.regularization.default(300),
  /** p: the share of likes that training imagines away. */
  dropout: z.number().min(0).max(0.95).default(0.33),
})
export type EdlaeConfig = z.infer<typeof edlaeConfigSchema>
