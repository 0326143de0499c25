// A rating outside the server is in stars; inside it is in half-stars 1…10.
import { z } from 'zod'
import { movieCardSchema } from './movie'

export const starsSchema = z
  .number()
  .min(0.5, 'Ratings are 0.5 to 5 stars.')
  .max(5, 'Ratings are 0.5 to 5 stars.')
  .refine((stars) => Number.isInteger(stars * 2), 'Ratings come in half stars: 0.5, 1, 1.5 … 5.')

export const ratingInputSchema = z.object({ stars: starsSchema })
export type RatingInput = z.infer<typeof ratingInputSchema>

export const ratingSchema = z.object({ movie: movieCardSchema, stars: starsSchema, ratedAt: z.string() })
export type RatingDto = z.infer<typeof ratingSchema>

export const ratingPageSchema = z.object({ items: z.array(ratingSchema), nextCursor: z.string().optional() })
export type RatingPage = z.infer<typeof ratingPageSchema>

/** A histogram bucket is the count at 0.5, 1, … 5 stars. */
export const histogramSchema = z.array(z.number().int()).length(10)
