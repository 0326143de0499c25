// A crowd profile as its page shows it.
import { z } from 'zod'
import { movieCardSchema } from './movie'

export const userIdSchema = z.coerce.number().int().min(1).max(2_147_483_647)

export const userSummarySchema = z.object({
  userId: z.number().int(),
  count: z.number().int(),
  mean: z.number(),
  topGenres: z.array(z.string()),
})
export type UserSummary = z.infer<typeof userSummarySchema>

export const userDetailSchema = userSummarySchema.extend({
  histogram: z.array(z.number().int()).length(10),
  /** Genres by how much this profile prefers them: share of its ratings and mean stars. */
  genres: z.array(z.object({ genre: z.string(), count: z.number().int(), mean: z.number() })),
  topRated: z.array(z.object({ movie: movieCardSchema, stars: z.number() })),
})
export type UserDetail = z.infer<typeof userDetailSchema>

export const userPageSchema = z.object({
  items: z.array(userSummarySchema),
  nextCursor: z.string().optional(),
  total: z.number().int(),
})
export type UserPage = z.infer<typeof userPageSchema>

export const neighbourSchema = z.object({
  userId: z.number().int(),
  /** Shrunk cosine of mean-centred ratings, -1…1. */
  similarity: z.number(),
  common: z.number().int(),
  /** Films that both loved. */
  bothLoved: z.array(movieCardSchema),
})
export type NeighbourDto = z.infer<typeof neighbourSchema>

export const neighbourListSchema = z.object({ items: z.array(neighbourSchema) })
