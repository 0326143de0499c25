// The names and examples that the document gives to the schemas we answer with.
import type { z } from '@hono/zod-openapi'
import { globalRegistry } from 'zod'
import { batchInputSchema, batchLineSchema } from '@/lib/schemas/batch'
import { genreListSchema, genreSchema, statsSchema } from '@/lib/schemas/catalogue'
import {
  movieCardSchema,
  movieDetailSchema,
  movieListItemSchema,
  moviePageSchema,
  movieStatsSchema,
} from '@/lib/schemas/movie'
import { predictionInputSchema, predictionSchema } from '@/lib/schemas/prediction'
import { ratingInputSchema, ratingPageSchema, ratingSchema, starsSchema } from '@/lib/schemas/rating'
import {
  feedbackInputSchema,
  methodInfoSchema,
  reasonSchema,
  recommendationSchema,
  recommendedItemSchema,
} from '@/lib/schemas/recommendation'
import {
  neighbourListSchema,
  neighbourSchema,
  userDetailSchema,
  userPageSchema,
  userSummarySchema,
} from '@/lib/schemas/user'
import { methodNames } from '@/lib/services/recommend/list-methods'
import { aliveSchema, notReadySchema, readySchema } from './health'
import { filmsToRateSchema } from './me'
import { methodListSchema } from './methods'
import { myStarsSchema } from './my-ratings'
import { problemSchema } from './problem'
import { runSchemas } from './run-schemas'

/** Its own pattern has a flag, which a JSON schema cannot have. */
const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

const card = {
  id: 318,
  title: 'The Shawshank Redemption',
  year: 1994,
  genres: ['Crime', 'Drama'],
  posterPath: '/9cqNxx0GxF0bflZmeSMuL5tnGzr.jpg',
}
const otherCard = { id: 527, title: "Schindler's List", year: 1993, genres: ['Drama', 'War'], posterPath: null }
const stats = { count: 317, mean: 4.43, bayesianMean: 4.36, histogram: [1, 0, 2, 3, 7, 12, 24, 58, 57, 153] }
const listItem = { ...card, stats: { count: stats.count, mean: stats.mean } }
const rating = { movie: card, stars: 4.5, ratedAt: '2026-11-22T18:30:00.000Z' }
const reason = {
  text: '31 of your 50 nearest neighbours loved it',
  parts: [{ text: '31 of your 50', strong: true }, { text: ' nearest neighbours loved it' }],
  sources: [otherCard],
}
const recommendedItem = { movie: card, score: 4.61, rank: 1, predictedStars: 4.6, reason }
const recommendation = {
  recommendationId: '0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31',
  method: 'user-knn',
  modelRun: '0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10',
  items: [recommendedItem],
}
const user = { userId: 7, count: 152, mean: 3.23, topGenres: ['Drama', 'Action', 'Comedy'] }
const neighbour = { userId: 511, similarity: 0.31, common: 24, bothLoved: [otherCard] }
const genre = { genre: 'Drama', nMovies: 4361, nRatings: 41928, mean: 3.66 }
const method = {
  name: 'user-knn',
  label: 'People like you',
  description: 'What the people whose taste is nearest to yours love.',
  ready: true,
  champion: false,
}
/** Every model there is, whatever comes to the registry. */
const methodsAre = (ready: boolean) => Object.fromEntries(methodNames.map((name) => [name, ready]))
const checks = { database: true, engine: true, methods: methodsAre(true) }
const problem = {
  type: 'urn:marquee:problem:invalid',
  title: 'Invalid input',
  status: 422,
  detail: 'Check what you sent. k: Expected a whole number from 1 to 100.',
  code: 'invalid',
  instance: '/api/v1/me/recommendations',
  errors: { k: ['Expected a whole number from 1 to 100.'] },
}

export const namedSchemas: readonly { name: string; schema: z.ZodType; example: unknown }[] = [
  { name: 'MovieCard', schema: movieCardSchema, example: card },
  { name: 'MovieStats', schema: movieStatsSchema, example: stats },
  { name: 'MovieListItem', schema: movieListItemSchema, example: listItem },
  { name: 'MoviePage', schema: moviePageSchema, example: { items: [listItem], nextCursor: 'bzI0', total: 1042 } },
  {
    name: 'Movie',
    schema: movieDetailSchema,
    example: {
      ...card,
      alternativeTitles: [],
      countries: ['United States'],
      language: 'en',
      runtime: 142,
      directors: ['Frank Darabont'],
      cast: ['Tim Robbins', 'Morgan Freeman'],
      keywords: ['prison', 'friendship'],
      tags: ['prison', 'hope'],
      overview: 'A banker sent to prison for life finds a friend, and keeps hoping.',
      tagline: 'Fear can hold you prisoner. Hope can set you free.',
      backdropPath: '/zfbjgQE1uSd9wiPTX4VzsLi0rGG.jpg',
      releaseDate: '1994-09-23',
      collection: null,
      votes: { average: 8.7, count: 27000 },
      popularity: 151.2,
      imdbId: 'tt0111161',
      tmdbId: 278,
      stats,
    },
  },
  { name: 'Rating', schema: ratingSchema, example: rating },
  { name: 'RatingPage', schema: ratingPageSchema, example: { items: [rating] } },
  { name: 'RatingInput', schema: ratingInputSchema, example: { stars: 4.5 } },
  { name: 'MyStars', schema: myStarsSchema, example: { stars: 4.5 } },
  { name: 'Reason', schema: reasonSchema, example: reason },
  { name: 'RecommendedItem', schema: recommendedItemSchema, example: recommendedItem },
  { name: 'Recommendation', schema: recommendationSchema, example: recommendation },
  { name: 'FilmsToRate', schema: filmsToRateSchema, example: { items: [listItem] } },
  { name: 'UserSummary', schema: userSummarySchema, example: user },
  { name: 'UserPage', schema: userPageSchema, example: { items: [user], nextCursor: 'dTg', total: 610 } },
  {
    name: 'User',
    schema: userDetailSchema,
    example: {
      ...user,
      histogram: stats.histogram,
      genres: [{ genre: 'Drama', count: 60, mean: 3.9 }],
      topRated: [{ movie: card, stars: 5 }],
    },
  },
  { name: 'Neighbour', schema: neighbourSchema, example: neighbour },
  { name: 'NeighbourList', schema: neighbourListSchema, example: { items: [neighbour] } },
  { name: 'Genre', schema: genreSchema, example: genre },
  { name: 'GenreList', schema: genreListSchema, example: { items: [genre] } },
  {
    name: 'PredictionInput',
    schema: predictionInputSchema,
    example: { ratings: [{ movieId: 527, stars: 5 }], movieIds: [318], method: 'user-knn' },
  },
  {
    name: 'Prediction',
    schema: predictionSchema,
    example: {
      method: 'user-knn',
      modelRun: recommendation.modelRun,
      items: [{ movie: card, stars: 4.6 }],
      unknownRatings: [],
    },
  },
  { name: 'BatchInput', schema: batchInputSchema, example: { userIds: [7, 8], method: 'user-knn', k: 10 } },
  {
    name: 'BatchLine',
    schema: batchLineSchema,
    example: {
      userId: 7,
      method: 'user-knn',
      modelRun: '0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10',
      items: [recommendedItem],
    },
  },
  {
    name: 'Stats',
    schema: statsSchema,
    example: {
      dataSet: 'ml-latest-small',
      synthetic: false,
      crowd: { nMovies: 9742, nUsers: 610, nRatings: 100836, density: 0.017, mean: 3.5, histogram: stats.histogram },
      people: { nPersons: 3, nRatings: 41, nRecommendations: 512, nFeedback: 9 },
      methods: [{ method: 'content', recommendations: 200, items: 2000, up: 5, down: 1, notInterested: 2, seen: 1 }],
    },
  },
  { name: 'Method', schema: methodInfoSchema, example: method },
  { name: 'MethodList', schema: methodListSchema, example: { items: [method] } },
  {
    name: 'Feedback',
    schema: feedbackInputSchema,
    example: { recommendationId: recommendation.recommendationId, movieId: 318, verdict: 'up' },
  },
  ...runSchemas,
  { name: 'Alive', schema: aliveSchema, example: { status: 'alive' } },
  {
    name: 'Ready',
    schema: readySchema,
    example: {
      status: 'ready',
      checks,
      catalogue: { dataSet: 'ml-latest-small', synthetic: false, nMovies: 9742, nUsers: 610, nRatings: 100836 },
    },
  },
  { name: 'Problem', schema: problemSchema, example: problem },
  {
    name: 'NotReady',
    schema: notReadySchema,
    example: {
      type: 'urn:marquee:problem:not-ready',
      title: 'Not ready',
      status: 503,
      detail: 'Not ready: the catalogue is still being loaded.',
      code: 'not_ready',
      instance: '/api/v1/ready',
      checks: { database: true, engine: false, methods: methodsAre(false) },
    },
  },
]

/**
 * Names the schemas themselves instead of copies of them, so that one inside another is a `$ref` too.
 * `_internal.refId` is where zod-to-openapi looks; its own `.openapi(name)` would copy.
 */
export function nameSchemas(): void {
  for (const { name, schema, example } of namedSchemas) {
    globalRegistry.add(schema, { _internal: { refId: name }, examples: [example] })
  }
  // What their checks mean, where the generator cannot tell.
  globalRegistry.add(starsSchema, { multipleOf: 0.5 })
  globalRegistry.add(feedbackInputSchema.shape.recommendationId, { format: 'uuid', pattern: UUID })
}
