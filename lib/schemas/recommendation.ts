// A recommendation as it is answered: one request, its ranked items, and why each of them is there.
import { z } from 'zod'
import { movieCardSchema } from './movie'

export const VERDICTS = ['up', 'down', 'not-interested', 'seen'] as const
export const verdictSchema = z.enum(VERDICTS)
export type Verdict = z.infer<typeof verdictSchema>

/** `parts` is `text` cut into pieces, the strong ones being what the reason rests on. */
export const reasonSchema = z.object({
  text: z.string(),
  parts: z.array(z.object({ text: z.string(), strong: z.boolean().optional() })),
  /** The films the reason comes from, where it comes from films. */
  sources: z.array(movieCardSchema).optional(),
})
export type Reason = z.infer<typeof reasonSchema>

export const recommendedItemSchema = z.object({
  movie: movieCardSchema,
  score: z.number(),
  rank: z.number().int().min(1),
  /** Stars 0.5…5, only where the method really predicts stars. */
  predictedStars: z.number().optional(),
  reason: reasonSchema,
  /** What this person said of this movie under this method before. */
  verdict: verdictSchema.optional(),
})
export type RecommendedItem = z.infer<typeof recommendedItemSchema>

export const recommendationSchema = z.object({
  recommendationId: z.string(),
  method: z.string(),
  modelRun: z.string().nullable(),
  items: z.array(recommendedItemSchema),
})
export type Recommendation = z.infer<typeof recommendationSchema>

/** Which films may be recommended at all. */
export interface RecommendationFilter {
  genre?: string
  /** Both ends count; a film without a year has none of them. */
  yearFrom?: number
  yearTo?: number
  /** Movie ids to leave out, known or not. */
  exclude?: number[]
}

export const methodSchema = z.string().min(1).max(40)

/** A method as somebody names it from outside. */
export const methodNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Expected the name of a method, e.g. user-knn.')

/** A model that somebody may choose. */
export const methodInfoSchema = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  ready: z.boolean(),
  /** Whether it recommends where nobody chose a method. */
  champion: z.boolean(),
})
export type MethodInfo = z.infer<typeof methodInfoSchema>

export const feedbackInputSchema = z.object({
  recommendationId: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'Expected a recommendation id (UUID).'),
  movieId: z.number().int().min(1).max(2_147_483_647),
  verdict: verdictSchema,
})
export type FeedbackInput = z.infer<typeof feedbackInputSchema>
export const feedbackTargetSchema = feedbackInputSchema.omit({ verdict: true })
export type FeedbackTarget = z.infer<typeof feedbackTargetSchema>
