// Feedback on one recommended movie, and taking it back.
import { deleteFeedback, upsertFeedback } from '@/lib/db/feedback'
import { findShownItem, type ShownItem } from '@/lib/db/recommendations'
import { timeOfUuid7 } from '@/lib/db/uuid7'
import { AppError } from '@/lib/errors/app-error'
import type { FeedbackInput, FeedbackTarget } from '@/lib/schemas/recommendation'
import type { Host } from '../host/host'

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
  await host.recommendations.written(recommendationId)
  const find = () => findShownItem(host.db, recommendationId, movieId, person?.id ?? null)
  const shown = (await find()) ?? (isJustGiven(recommendationId) ? await later(find) : null)
  if (!shown)
    throw new AppError(
      'not_found',
      `Recommendation ${recommendationId} did not show movie ${movieId}. Send the ids of an item as it was answered.`,
    )
  return shown
}

/** Another process may have given this id and not have written its row yet. */
const WRITTEN_WITHIN_MS = 1_000

function isJustGiven(recommendationId: string): boolean {
  const given = timeOfUuid7(recommendationId)
  return given !== null && Math.abs(Date.now() - given) < WRITTEN_WITHIN_MS
}

async function later<T>(work: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, WRITTEN_WITHIN_MS / 2))
  return work()
}
