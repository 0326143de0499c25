// Recommendations for many profiles, one after the other, as fast as they are taken.
import type { Engine } from '@/lib/engine/engine'
import { reasonFor } from '@/lib/engine/reason'
import { isAppError } from '@/lib/errors/app-error'
import type { BatchInput, BatchLine } from '@/lib/schemas/batch'
import { requireEngine, type Host } from '../host/host'
import { profileOf, type Asking } from '../people/profile-of'
import { cardOf, hiddenFrom } from './recommend'
import { takeTurn } from '../host/take-turns'

interface Batch {
  host: Host
  engine: Engine
  /** The name of the model, also where the champion was asked for. */
  method: string
  modelRun: string
  hidden: Set<number>
  input: BatchInput
}

/**
 * Refuses a wrong wish before the first line. Of one engine throughout, also when models change meanwhile. Not logged:
 * nobody has been shown these recommendations yet.
 * @throws AppError('not_ready') while the model is being trained, 'invalid' for a method or years that cannot be.
 */
export async function recommendBatch(host: Host, input: BatchInput): Promise<AsyncGenerator<BatchLine, void>> {
  const engine = requireEngine(host)
  const { definition, runId } = engine.requireModel(input.method)
  const hidden = hiddenFrom(engine, null, input)
  return linesOf({ host, engine, method: definition.name, modelRun: runId, hidden, input })
}

async function* linesOf(batch: Batch): AsyncGenerator<BatchLine, void> {
  for (const profile of profilesOf(batch)) {
    await takeTurn()
    yield lineOf(batch, profile)
  }
}

type Profile = Asking & { name?: string }

function* profilesOf({ engine, input }: Batch): Generator<Profile> {
  const { userIds, profiles } = input
  if (profiles) yield* profiles
  else for (const userId of userIds ?? engine.ratings.userIds) yield { userId }
}

function lineOf(batch: Batch, { userId, name, ratings }: Profile): BatchLine {
  const { engine, input, method, modelRun } = batch
  const whose = { userId, name, method, modelRun }
  try {
    const { vector, unknown } = profileOf(engine, { userId, ratings })
    const ranked = engine.recommend(method, vector, input.k, batch.hidden)
    const toCard = (item: number) => cardOf(batch.host, engine, item)
    const items = ranked.map((entry, i) => ({
      movie: toCard(entry.item),
      score: entry.score,
      rank: i + 1,
      predictedStars: entry.predictedStars,
      reason: reasonFor(entry.because, userId === undefined ? 'you' : 'they', toCard),
    }))
    return { ...whose, items: sparse(items, input.fields), unknownRatings: ratings && unknown }
  } catch (error) {
    // Somebody unknown costs one line, and not the thousand others.
    if (isAppError(error)) return { ...whose, error: { code: error.code, message: error.message } }
    throw error
  }
}

type Items = NonNullable<BatchLine['items']>

function sparse(items: Items, fields: BatchInput['fields']): Items {
  if (fields === undefined) return items
  return items.map((item) => Object.fromEntries(fields.map((field) => [field, item[field]])))
}
