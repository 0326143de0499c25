// Whose ratings a question is about: those of a user of the crowd, or those that come with the question.
import type { Engine } from '@/lib/engine/engine'
import type { RatingVector } from '@/lib/recsys/models/contract'
import type { GivenRating } from '@/lib/schemas/prediction'
import { requireUserIndex } from '../recommend/recommend-for-user'

export interface Asking {
  userId?: number
  ratings?: GivenRating[]
}

export interface AskingProfile {
  vector: RatingVector
  /** Rated movies that the catalogue does not have. */
  unknown: number[]
}

/** @throws AppError('not_found') for a user that the crowd does not have. */
export function profileOf(engine: Engine, { userId, ratings = [] }: Asking): AskingProfile {
  if (userId !== undefined) return { vector: engine.ratings.ratingsOf(requireUserIndex(engine, userId)), unknown: [] }
  const rows = ratings.map(({ movieId, stars }) => ({ movieId, halfStars: Math.round(stars * 2) }))
  return {
    vector: engine.toVector(rows),
    unknown: rows.map((row) => row.movieId).filter((movieId) => engine.catalogue.indexOf(movieId) < 0),
  }
}
