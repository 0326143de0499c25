// The hyper-parameters of EASE.
import * as z from 'zod'

/** What EASE and its dropout variant share. */
export const linearConfigShape = {
  /** λ, added to the diagonal of the Gram matrix: not scaled by counts. */
  regularization: z.number().gt(0).max(1_000_000),
  /** Only so many of the most liked films take part: time grows with the cube, memory with the square. */
  maxItems: z.int().min(1).max(30_000).default(4_000),
  /** A rating counts as a like from this many stars. */
  minStars: z.number().min(0.5).max(5).default(3.5),
}

export const easeConfigSchema = z.strictObject({
  ...linearConfigShape,
  regularization: linearConfigShape.regularization.default(400),
})
export type EaseConfig = z.infer<typeof easeConfigSchema>
