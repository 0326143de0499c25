// What a movie looks like outside the server.
import { z } from 'zod'

export const GENRES = [
  'Action',
  'Adventure',
  'Animation',
  'Children',
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'IMAX',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
] as const

/** As it stands in an address. */
export const movieIdSchema = z.coerce.number().int().min(1).max(2_147_483_647)
/** As a program sends it: a number, and nothing that could become one. */
export const movieIdNumberSchema = z.number().int().min(1).max(2_147_483_647)

export const movieCardSchema = z.object({
  id: z.number().int(),
  title: z.string(),
  year: z.number().int().nullable(),
  genres: z.array(z.string()),
  /** Path on TMDb's image host, e.g. "/abc.jpg"; null when the catalogue has none or the host cannot be reached. */
  posterPath: z.string().nullable(),
})
export type MovieCard = z.infer<typeof movieCardSchema>

export const movieStatsSchema = z.object({
  count: z.number().int(),
  /** Stars 0.5…5; null without ratings. */
  mean: z.number().nullable(),
  bayesianMean: z.number().nullable(),
  /** Ratings per half-star step, 0.5 first: ten counts. */
  histogram: z.array(z.number().int()).length(10),
})
export type MovieStats = z.infer<typeof movieStatsSchema>

export const movieListItemSchema = movieCardSchema.extend({ stats: movieStatsSchema.pick({ count: true, mean: true }) })
export type MovieListItem = z.infer<typeof movieListItemSchema>

export const movieDetailSchema = movieCardSchema.extend({
  alternativeTitles: z.array(z.string()),
  countries: z.array(z.string()),
  language: z.string().nullable(),
  runtime: z.number().int().nullable(),
  directors: z.array(z.string()),
  cast: z.array(z.string()),
  keywords: z.array(z.string()),
  /** The crowd's most used tags. */
  tags: z.array(z.string()),
  overview: z.string().nullable(),
  tagline: z.string().nullable(),
  /** Path on TMDb's image host of a wide picture, under the same terms as `posterPath`. */
  backdropPath: z.string().nullable(),
  /** ISO date of the first release. */
  releaseDate: z.iso.date().nullable(),
  /** The series it belongs to, e.g. "Toy Story Collection". */
  collection: z.string().nullable(),
  /** What TMDb's users think, 0…10; the crowd's own ratings are in `stats`. */
  votes: z.object({ average: z.number(), count: z.number().int() }).nullable(),
  /** TMDb's own measure of present interest, without a unit. */
  popularity: z.number().nullable(),
  imdbId: z.string().nullable(),
  tmdbId: z.number().int().nullable(),
  stats: movieStatsSchema,
})
export type MovieDetail = z.infer<typeof movieDetailSchema>

export const movieQuerySchema = z.object({
  q: z.string().trim().max(200).optional(),
  genre: z.string().max(40).optional(),
  decade: z.coerce
    .number()
    .int()
    .min(1870)
    .max(2100)
    .refine((d) => d % 10 === 0, 'A decade is a year that ends in 0, e.g. 1990.')
    .optional(),
  minRatings: z.coerce.number().int().min(0).max(10_000_000).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
})
export type MovieQuery = z.infer<typeof movieQuerySchema>

export const moviePageSchema = z.object({
  items: z.array(movieListItemSchema),
  nextCursor: z.string().optional(),
  total: z.number().int(),
})
export type MoviePage = z.infer<typeof moviePageSchema>
