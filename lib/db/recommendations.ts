// The log of recommendations: what was shown, to whom, by which method and run, in which order.
import { randomUUID } from 'node:crypto'
import type { Db } from './client'

export interface RecommendationLog {
  method: string
  modelRunId: string | null
  viewerId: number | null
  sourceProfileId?: number
  sourceMovieId?: number
  items: { movieId: number; score: number; predictedStars?: number }[]
}

/** Writes one recommendation with its items in one statement and returns its id. */
export async function insertRecommendation(db: Db, log: RecommendationLog): Promise<string> {
  const id = randomUUID()
  await db.pool.query(
    `WITH recommendation AS (
       INSERT INTO recommendations (id, method, model_run_id, viewer_id, source_profile_id, source_movie_id)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
     )
     INSERT INTO recommendation_items (recommendation_id, rank, movie_id, score, predicted_stars)
     SELECT recommendation.id, item.rank, item.movie_id, item.score, item.predicted_stars
     FROM recommendation, unnest($7::int[], $8::real[], $9::real[]) WITH ORDINALITY
       AS item(movie_id, score, predicted_stars, rank)`,
    [
      id,
      log.method,
      log.modelRunId,
      log.viewerId,
      log.sourceProfileId ?? null,
      log.sourceMovieId ?? null,
      log.items.map((item) => item.movieId),
      log.items.map((item) => item.score),
      log.items.map((item) => item.predictedStars ?? null),
    ],
  )
  return id
}

export interface ShownItem {
  method: string
  sourceProfileId: number | null
  sourceMovieId: number | null
}

/** The recommendation, provided that it showed this movie, and not to somebody else. */
export async function findShownItem(
  db: Db,
  recommendationId: string,
  movieId: number,
  personId: number | null,
): Promise<ShownItem | null> {
  return db.prisma.recommendation.findFirst({
    where: {
      id: recommendationId,
      items: { some: { movieId } },
      // Shown to nobody yet known, or to this person.
      OR: [{ viewerId: null }, ...(personId === null ? [] : [{ viewerId: personId }])],
    },
    select: { method: true, sourceProfileId: true, sourceMovieId: true },
  })
}
