// What a person has rated and judged, as of one version of them, in one question to the database.
import { Batch } from './batch'
import type { Db } from './client'
import type { Verdict } from './generated/enums'

export type StoredVerdict = Verdict

export interface PersonState {
  /** Any change of the rest makes a new one: the database sees to that (triggers of ratings and feedback). */
  version: number
  /** `ratedAt` in seconds since 1970. */
  ratings: { movieId: number; halfStars: number; ratedAt: number }[]
  feedback: { movieId: number; method: string; verdict: StoredVerdict }[]
}

interface Row {
  id: number
  version: number
  /** 16 · movie + half-stars: a number that JSON carries exactly, where three would not fit into one. */
  ratings: number[]
  /** Of each rating, in seconds. */
  times: number[]
  judgements: [movieId: number, method: string, verdict: StoredVerdict][]
}

const asking = new WeakMap<Db, Batch<number, PersonState>>()

/** Version and content are of the same moment, which is after the asking. Null for a person who is gone. */
export async function readPersonState(db: Db, personId: number): Promise<PersonState | null> {
  let batch = asking.get(db)
  if (!batch) asking.set(db, (batch = new Batch((ids) => readPersonStates(db, ids))))
  return batch.load(personId)
}

/** One statement for those who ask together. */
async function readPersonStates(db: Db, personIds: readonly number[]): Promise<Map<number, PersonState>> {
  const { rows } = await db.pool.query<Row>({
    name: 'read-person-states',
    text: `SELECT p.id, p.version,
             to_json(ARRAY(SELECT 16 * movie_id::bigint + half_stars FROM ratings
                           WHERE profile_id = p.id ORDER BY movie_id)) AS ratings,
             to_json(ARRAY(SELECT floor(extract(epoch FROM rated_at))::bigint FROM ratings
                           WHERE profile_id = p.id ORDER BY movie_id)) AS times,
             to_json(ARRAY(SELECT json_build_array(movie_id, method, verdict) FROM feedback
                           WHERE person_id = p.id ORDER BY created_at, movie_id)) AS judgements
           FROM profiles p WHERE p.id = ANY ($1::int[])`,
    values: [personIds],
  })
  return new Map(rows.map((row) => [row.id, toState(row)]))
}

function toState({ version, ratings, times, judgements }: Row): PersonState {
  return {
    version,
    ratings: ratings.map((packed, i) => ({
      movieId: Math.floor(packed / 16),
      halfStars: packed % 16,
      ratedAt: times[i],
    })),
    feedback: judgements.map(([movieId, method, verdict]) => ({ movieId, method, verdict })),
  }
}
