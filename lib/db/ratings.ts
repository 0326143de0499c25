// A person's ratings, one by one. (All of them at once: person-state.ts; the crowd's: training-data.ts.)
import type { Db } from './client'

export interface RatingRow {
  movieId: number
  halfStars: number
  ratedAt: Date
}

/** One idempotent upsert: rating again with the same stars keeps the row, and its time, as it is. */
export async function upsertRating(db: Db, profileId: number, movieId: number, halfStars: number): Promise<RatingRow> {
  const { rows } = await db.pool.query<{ rated_at: Date }>(
    `INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (profile_id, movie_id) DO UPDATE
       SET rated_at = CASE WHEN ratings.half_stars = excluded.half_stars THEN ratings.rated_at ELSE excluded.rated_at END,
           half_stars = excluded.half_stars
     RETURNING rated_at`,
    [profileId, movieId, halfStars],
  )
  return { movieId, halfStars, ratedAt: rows[0].rated_at }
}

export async function deleteRating(db: Db, profileId: number, movieId: number): Promise<void> {
  await db.prisma.rating.deleteMany({ where: { profileId, movieId } })
}

export async function findRatingOf(db: Db, profileId: number, movieId: number): Promise<RatingRow | null> {
  return db.prisma.rating.findUnique({
    where: { profileId_movieId: { profileId, movieId } },
    select: { movieId: true, halfStars: true, ratedAt: true },
  })
}

/** Newest first; `before` is the last row of the page before. */
export async function listRatingsOf(
  db: Db,
  profileId: number,
  before: { ratedAt: Date; movieId: number } | null,
  limit: number,
): Promise<RatingRow[]> {
  return db.prisma.rating.findMany({
    where: {
      profileId,
      ...(before && {
        OR: [{ ratedAt: { lt: before.ratedAt } }, { ratedAt: before.ratedAt, movieId: { gt: before.movieId } }],
      }),
    },
    orderBy: [{ ratedAt: 'desc' }, { movieId: 'asc' }],
    take: limit,
    select: { movieId: true, halfStars: true, ratedAt: true },
  })
}

export async function countRatingsOf(db: Db, profileId: number): Promise<number> {
  return db.prisma.rating.count({ where: { profileId } })
}
