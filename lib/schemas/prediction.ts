// How many stars somebody would give: asked with a user of the crowd or with ratings of one's own.
import { z } from 'zod'
import { movieCardSchema } from './movie'
import { starsSchema } from './rating'
import { methodNameSchema } from './recommendation'

const MAX_RATINGS = 1500
const MAX_MOVIES = 500

const id = z.number().int().min(1).max(2_147_483_647)
const isDistinct = (ids: number[]) => new Set(ids).size === ids.length

export const givenRatingsSchema = z
  .array(z.object({ movieId: id, stars: starsSchema }))
  .min(1, 'Expected at least one rating.')
  .max(MAX_RATINGS, `Expected at most ${MAX_RATINGS} ratings.`)
  .refine((ratings) => isDistinct(ratings.map((rating) => rating.movieId)), 'A movie is rated twice.')
export type GivenRating = z.infer<typeof givenRatingsSchema>[number]

export const predictionInputSchema = z
  .object({
    userId: id.optional(),
    ratings: givenRatingsSchema.optional(),
    movieIds: z
      .array(id)
      .min(1, 'Expected at least one movie id.')
      .max(MAX_MOVIES, `Expected at most ${MAX_MOVIES} movie ids.`)
      .refine(isDistinct, 'A movie is asked for twice.'),
    method: methodNameSchema.default('user-knn'),
  })
  .refine(({ userId, ratings }) => (userId === undefined) !== (ratings === undefined), {
    message: 'Give either userId or ratings.',
    path: ['userId'],
  })
export type PredictionInput = z.infer<typeof predictionInputSchema>

export const predictionSchema = z.object({
  method: z.string(),
  modelRun: z.string(),
  items: z.array(
    z.object({
      movie: movieCardSchema,
      /** 0.5…5; null where the method has too little to go by. */
      stars: z.number().min(0.5).max(5).nullable(),
      /** Where 95 % of such ratings lie, of methods that know how sure they are. */
      interval: z.object({ low: z.number().min(0.5).max(5), high: z.number().min(0.5).max(5) }).optional(),
      /** What this profile gave the movie already. */
      rated: starsSchema.optional(),
    }),
  ),
  /** Rated movies that this catalogue does not have: they were left out. */
  unknownRatings: z.array(z.number().int()),
})
export type Prediction = z.infer<typeof predictionSchema>
