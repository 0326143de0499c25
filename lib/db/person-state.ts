// What a person has rated and judged, as of one version of them, in one question to the database.
import type { Db } from './client'
import type { Verdict } from './generated/enums'

export type StoredVerdict = Verdict

export interface PersonState {
  /** Any change of the rest makes a new one: the database sees to that (triggers of ratings and feedback). */
  version: number
  ratings: { movieId: number; halfStars: number }[]
  feedback: { movieId: number; method: string; verdict: StoredVerdict }[]
}

interface Row {
  version: number
  ratedMovies: number[]
  halfStars: number[]
  judgements: [movieId: number, method: string, verdict: StoredVerdict][]
}

/** One statement, so that version and content are of the same moment. Null for a person who is gone. */
export async function readPersonState(db: Db, personId: number): Promise<PersonState | null> {
  const { rows } = await db.pool.query<Row>({
    name: 'read-person-state',
    text: `SELECT p.version,
             to_json(ARRAY(SELECT movie_id FROM ratings WHERE profile_id = p.id ORDER BY movie_id)) AS "ratedMovies",
             to_json(ARRAY(SELECT half_stars FROM ratings WHERE profile_id = p.id ORDER BY movie_id)) AS "halfStars",
             to_json(ARRAY(SELECT json_build_array(movie_id, method, verdict) FROM feedback
                           WHERE person_id = p.id ORDER BY created_at, movie_id)) AS judgements
           FROM profiles p WHERE p.id = $1`,
    values: [personId],
  })
  const row = rows.at(0)
  if (!row) return null
  const { version, ratedMovies, halfStars, judgements } = row
  return {
    version,
    ratings: ratedMovies.map((movieId, i) => ({ movieId, halfStars: halfStars[i] })),
    feedback: judgements.map(([movieId, method, verdict]) => ({ movieId, method, verdict })),
  }
}
