// What a person has rated.
import { z } from 'zod'
import { countRatingsOf, findRatingOf, listRatingsOf, type RatingRow } from '@/lib/db/ratings'
import { AppError } from '@/lib/errors/app-error'
import type { RatingPage } from '@/lib/schemas/rating'
import { requireEngine, type Host } from '../host/host'
import { cardOf, type Viewer } from '../recommend/recommend'

/** Newest first. */
export async function listRatings(
  host: Host,
  person: Viewer,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<RatingPage> {
  const engine = requireEngine(host)
  const before = cursor === undefined ? null : parseCursor(cursor)
  if (!person) return { items: [] }
  const rows = await listRatingsOf(host.db, person.id, before, limit + 1)
  const page = rows.slice(0, limit)
  return {
    items: page.map((row) => ({
      movie: cardOf(host, engine, engine.catalogue.requireIndex(row.movieId)),
      stars: row.halfStars / 2,
      ratedAt: row.ratedAt.toISOString(),
    })),
    nextCursor: rows.length > limit ? cursorOf(page[page.length - 1]) : undefined,
  }
}

/** Stars, or null when this person has not rated the movie. @throws AppError('not_found') for an unknown movie. */
export async function findRating(host: Host, person: Viewer, movieId: number): Promise<number | null> {
  requireEngine(host).catalogue.requireIndex(movieId)
  const row = person && (await findRatingOf(host.db, person.id, movieId))
  return row ? row.halfStars / 2 : null
}

export async function countRatings(host: Host, person: Viewer): Promise<number> {
  return person ? countRatingsOf(host.db, person.id) : 0
}

const cursorSchema = z.tuple([
  z.iso.datetime().refine((text) => Date.parse(text) >= 0),
  z.number().int().min(1).max(2_147_483_647),
])

const cursorOf = (row: RatingRow) =>
  Buffer.from(JSON.stringify([row.ratedAt.toISOString(), row.movieId])).toString('base64url')

function parseCursor(cursor: string): { ratedAt: Date; movieId: number } {
  const text = Buffer.from(cursor, 'base64url').toString()
  const parsed = z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(cursorSchema)
    .safeParse(text)
  if (!parsed.success)
    throw new AppError(
      'invalid',
      'This cursor is not one of ours. Pass the nextCursor of the page before, unchanged.',
      {
        fieldErrors: { cursor: ['Pass the nextCursor of the page before.'] },
      },
    )
  return { ratedAt: new Date(parsed.data[0]), movieId: parsed.data[1] }
}
