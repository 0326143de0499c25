// What can be taken out of Marquee as a file, one row at a time.
import type { Db } from './client'
import { copyOut } from './copy-out'

export const EXPORTS = ['ratings', 'feedback', 'recommendations'] as const
export type ExportName = (typeof EXPORTS)[number]
export type TextFormat = 'csv' | 'jsonl'
export type ExportWho = 'all' | 'crowd' | 'persons'

/** How a moment is written: as text, or as milliseconds for formats that know moments. */
type Time = (column: string) => string
const asText: Time = (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
const asMilliseconds: Time = (column) => `round(extract(epoch FROM ${column}) * 1000)::float8`

const whose: Record<ExportWho, string> = {
  all: 'true',
  crowd: `p.kind = 'crowd'`,
  persons: `p.kind = 'person'`,
}

const queries: Record<ExportName, (who: ExportWho, time: Time) => string> = {
  ratings: (who, time) =>
    `SELECT p.id AS "profileId", p.kind, p.user_id AS "userId", r.movie_id AS "movieId",
            (r.half_stars / 2.0)::real AS stars, ${time('r.rated_at')} AS "ratedAt"
     FROM ratings r JOIN profiles p ON p.id = r.profile_id WHERE ${whose[who]} ORDER BY r.profile_id, r.movie_id`,
  feedback: (_who, time) =>
    `SELECT f.id, f.person_id AS "profileId", f.movie_id AS "movieId", f.method, f.verdict,
            f.recommendation_id AS "recommendationId", s.user_id AS "sourceUserId",
            f.source_movie_id AS "sourceMovieId", ${time('f.created_at')} AS "createdAt"
     FROM feedback f LEFT JOIN profiles s ON s.id = f.source_profile_id ORDER BY f.created_at, f.id`,
  recommendations: (_who, time) =>
    `SELECT r.id AS "recommendationId", r.method, r.model_run_id AS "modelRunId", r.viewer_id AS "viewerId",
            s.user_id AS "sourceUserId", r.source_movie_id AS "sourceMovieId", ${time('r.created_at')} AS "createdAt",
            i.rank, i.movie_id AS "movieId", i.score, i.predicted_stars AS "predictedStars"
     FROM recommendations r JOIN recommendation_items i ON i.recommendation_id = r.id
     LEFT JOIN profiles s ON s.id = r.source_profile_id ORDER BY r.created_at, r.id, i.rank`,
}

/** JSON has no raw control characters, so with these as quote and delimiter COPY changes nothing in it. */
const AS_IT_IS = `(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`

export function exportRows(db: Db, name: ExportName, format: TextFormat, who: ExportWho): AsyncIterable<Buffer> {
  const query = queries[name](who, asText)
  return format === 'csv'
    ? copyOut(db, `COPY (${query}) TO STDOUT (FORMAT csv, HEADER)`)
    : copyOut(db, `COPY (SELECT row_to_json(t) FROM (${query}) t) TO STDOUT ${AS_IT_IS}`)
}

export interface ExportedRows {
  columns: string[]
  rows: unknown[][]
}

/** `size` rows at a time, as of one moment; moments in milliseconds. The first batch comes also when it is empty. */
export async function* exportBatches(
  db: Db,
  name: ExportName,
  who: ExportWho,
  size: number,
): AsyncGenerator<ExportedRows> {
  const client = await db.pool.connect()
  let whole = false
  try {
    await client.query('BEGIN READ ONLY')
    await client.query(`DECLARE exported NO SCROLL CURSOR FOR ${queries[name](who, asMilliseconds)}`)
    for (let first = true; ; first = false) {
      const { fields, rows } = await client.query<unknown[]>({ text: `FETCH ${size} FROM exported`, rowMode: 'array' })
      if (rows.length > 0 || first) yield { columns: fields.map((field) => field.name), rows }
      if (rows.length < size) break
    }
    await client.query('COMMIT')
    whole = true
  } finally {
    client.release(!whole)
  }
}
