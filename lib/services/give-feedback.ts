// Feedback on one recommended movie, and taking it back.
import { deleteFeedback, upsertFeedback } from '@/lib/db/feedback'
import { findShownItem, type ShownItem } from '@/lib/db/recommendations'
import { AppError } from '@/lib/errors/app-error'
import type { FeedbackInput, FeedbackTarget } from '@/lib/schemas/recommendation'
import type { Host } from './host'

/** @throws AppError('not_found') when that recommendation did not show that movie. */
export async function giveFeedback(host: Host, person: { id: number }, input: FeedbackInput): Promise<void> {
  const shown = await requireShown(host, person, input)
  const verdict = input.verdict === 'not-interested' ? 'not_interested' : input.verdict
  await upsertFeedback(host.db, person.id, {
    ...shown,
    recommendationId: input.recommendationId,
    movieId: input.movieId,
    verdict,
  })
}

/** Idempotent: undoing what was never given changes nothing. */
export async function undoFeedback(host: Host, person: { id: number } | null, target: FeedbackTarget): Promise<void> {
  const shown = await requireShown(host, person, target)
  if (person) await deleteFeedback(host.db, person.id, target.movieId, shown.method)
}

/** @throws AppError('not_found') when that recommendation did not show that movie to this person. */
export async function requireShown(
  host: Host,
  person: { id: number } | null,
  { recommendationId, movieId }: FeedbackTarget,
): Promise<ShownItem> {
  const shown = await findShownItem(host.db, recommendationId, movieId, person?.id ?? null)
  if (!shown)
    throw new AppError(
      'not_found',
      `Recommendation ${recommendationId} did not show movie ${movieId}. Send the ids of an item as it was answered.`,
    )
  return shown
}
