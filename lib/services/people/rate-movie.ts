// A rating: given, changed or taken back.
import { deleteRating, upsertRating } from '@/lib/db/ratings'
import { AppError } from '@/lib/errors/app-error'
import { starsSchema, type RatingDto } from '@/lib/schemas/rating'
import { requireEngine, type Host } from '../host/host'
import { cardOf } from '../recommend/recommend'

/** One idempotent upsert; the next score uses it. @throws AppError('not_found') | AppError('invalid') */
export async function rateMovie(
  host: Host,
  person: { id: number },
  movieId: number,
  stars: number,
): Promise<RatingDto> {
  const engine = requireEngine(host)
  const item = engine.catalogue.requireIndex(movieId)
  const checked = starsSchema.safeParse(stars)
  if (!checked.success)
    throw new AppError('invalid', checked.error.issues[0].message, {
      fieldErrors: { stars: [checked.error.issues[0].message] },
    })
  const row = await upsertRating(host.db, person.id, movieId, checked.data * 2)
  return { movie: cardOf(host, engine, item), stars: row.halfStars / 2, ratedAt: row.ratedAt.toISOString() }
}

/** Clearing what is not rated is no error. @throws AppError('not_found') for an unknown movie. */
export async function clearRating(host: Host, person: { id: number }, movieId: number): Promise<void> {
  requireEngine(host).catalogue.requireIndex(movieId)
  await deleteRating(host.db, person.id, movieId)
}
