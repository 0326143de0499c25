// Counts for the operator: what was rated, shown and judged, by method and over time.
import type { Db } from './client'

export interface Totals {
  movies: number
  crowdProfiles: number
  persons: number
  crowdRatings: number
  personRatings: number
  recommendations: number
  feedback: number
}

export async function countTotals(db: Db): Promise<Totals> {
  const { rows } = await db.pool.query<Totals>(
    `SELECT (SELECT count(*)::int FROM movies) AS movies,
       (SELECT count(*)::int FROM profiles WHERE kind = 'crowd') AS "crowdProfiles",
       (SELECT count(*)::int FROM profiles WHERE kind = 'person') AS persons,
       (SELECT coalesce(sum(count), 0)::int FROM movie_stats) AS "crowdRatings",
       (SELECT count(*)::int FROM profiles p JOIN ratings r ON r.profile_id = p.id WHERE p.kind = 'person') AS "personRatings",
       (SELECT count(*)::int FROM recommendations) AS recommendations,
       (SELECT count(*)::int FROM feedback) AS feedback`,
  )
  return rows[0]
}

export async function countRecommendationsByMethod(db: Db) {
  const { rows } = await db.pool.query<{ method: string; requests: number; items: number }>(
    `SELECT method, count(*)::int AS requests, sum(cardinality(movie_ids))::int AS items
     FROM recommendations GROUP BY method ORDER BY method`,
  )
  return rows
}

export async function countFeedbackByMethod(db: Db) {
  const { rows } = await db.pool.query<{
    method: string
    up: number
    down: number
    notInterested: number
    seen: number
  }>(
    `SELECT method,
       (count(*) FILTER (WHERE verdict = 'up'))::int AS up, (count(*) FILTER (WHERE verdict = 'down'))::int AS down,
       (count(*) FILTER (WHERE verdict = 'not_interested'))::int AS "notInterested",
       (count(*) FILTER (WHERE verdict = 'seen'))::int AS seen
     FROM feedback GROUP BY method ORDER BY method`,
  )
  return rows
}

/** Counts of the last `days` UTC days, days without any included. */
async function countPerDay(
  db: Db,
  from: string,
  time: string,
  days: number,
): Promise<{ day: string; count: number }[]> {
  const { rows } = await db.pool.query<{ day: string; count: number }>(
    `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(c.n, 0)::int AS count
     FROM generate_series((now() AT TIME ZONE 'UTC')::date - ($1::int - 1), (now() AT TIME ZONE 'UTC')::date, interval '1 day') AS d(day)
     LEFT JOIN (SELECT (${time} AT TIME ZONE 'UTC')::date AS day, count(*) AS n FROM ${from}
                WHERE ${time} >= now() - make_interval(days => $1::int) GROUP BY 1) c ON c.day = d.day::date
     ORDER BY d.day`,
    [days],
  )
  return rows
}

export async function countActivityPerDay(db: Db, days: number) {
  const [ratings, recommendations, feedback] = await Promise.all([
    countPerDay(
      db,
      `(SELECT r.rated_at FROM profiles p JOIN ratings r ON r.profile_id = p.id WHERE p.kind = 'person') r`,
      'r.rated_at',
      days,
    ),
    countPerDay(db, 'recommendations r', 'r.created_at', days),
    countPerDay(db, 'feedback f', 'f.created_at', days),
  ])
  return { ratings, recommendations, feedback }
}
