// The catalogue and its use in numbers.
import { z } from 'zod'
import { histogramSchema } from './rating'

const count = z.number().int().min(0)

export const genreSchema = z.object({
  genre: z.string(),
  nMovies: count,
  nRatings: count,
  /** Mean stars of the crowd; null without ratings. */
  mean: z.number().nullable(),
})
export type Genre = z.infer<typeof genreSchema>

export const genreListSchema = z.object({ items: z.array(genreSchema) })

export const statsSchema = z.object({
  dataSet: z.string(),
  synthetic: z.boolean(),
  crowd: z.object({
    nMovies: count,
    nUsers: count,
    nRatings: count,
    /** Ratings there are of all there could be, 0…1. */
    density: z.number().min(0).max(1),
    mean: z.number().nullable(),
    histogram: histogramSchema,
  }),
  people: z.object({ nPersons: count, nRatings: count, nRecommendations: count, nFeedback: count }),
  methods: z.array(
    z.object({
      method: z.string(),
      recommendations: count,
      items: count,
      up: count,
      down: count,
      notInterested: count,
      seen: count,
    }),
  ),
})
export type Stats = z.infer<typeof statsSchema>
