// The log of recommendations: what was shown, to whom, by which method and run, in which order.
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db } from './client'
import { uuid7 } from './uuid7'

export interface RecommendationLog {
  method: string
  modelRunId: string | null
  viewerId: number | null
  sourceProfileId?: number
  sourceMovieId?: number
  items: { movieId: number; score: number; predictedStars?: number }[]
}

/** One recommendation as it is written: an id of its own, and a line that it shares with every repetition of the answer. */
export interface LoggedRecommendation {
  id: string
  /** Milliseconds since 1970. */
  at: number
  line: string
}

const COLUMNS =
  'id, created_at, method, model_run_id, viewer_id, source_profile_id, source_movie_id, movie_ids, scores, predicted_stars'

/** All but id and time, as COPY reads it. Made once for an answer, however often it is repeated. */
export function logLine(log: RecommendationLog): string {
  const stars = log.items.some((item) => item.predictedStars !== undefined)
  return [
    escapeText(log.method),
    log.modelRunId ?? NULL,
    log.viewerId ?? NULL,
    log.sourceProfileId ?? NULL,
    log.sourceMovieId ?? NULL,
    `{${log.items.map((item) => item.movieId).join(',')}}`,
    `{${log.items.map((item) => item.score).join(',')}}`,
    stars ? `{${log.items.map((item) => item.predictedStars ?? 'NULL').join(',')}}` : NULL,
  ].join('\t')
}

const NULL = '\\N'

const escapeText = (text: string) => text.replace(/[\\\t\n\r]/g, (character) => `\\${escapes[character]}`)
const escapes: Record<string, string> = { '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }

export function newLogged(line: string): LoggedRecommendation {
  const at = Date.now()
  return { id: uuid7(at), at, line }
}

/** All of them or none, in one statement. */
export async function writeRecommendations(db: Db, batch: readonly LoggedRecommendation[]): Promise<void> {
  const client = await db.pool.connect()
  let written = false
  try {
    const copy = client.query(copyFrom(`COPY recommendations (${COLUMNS}) FROM STDIN`))
    const text = batch.map(({ id, at, line }) => `${id}\t${new Date(at).toISOString()}\t${line}\n`).join('')
    await pipeline(Readable.from([Buffer.from(text)]), copy)
    written = true
  } finally {
    // A connection that broke in the middle of a COPY is not used again.
    client.release(!written)
  }
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
      movieIds: { has: movieId },
      // Shown to nobody yet known, or to this person.
      OR: [{ viewerId: null }, ...(personId === null ? [] : [{ viewerId: personId }])],
    },
    select: { method: true, sourceProfileId: true, sourceMovieId: true },
  })
}
