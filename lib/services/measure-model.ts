// What a training run says about its model: a quick measurement on people whom a second fit has not seen.
import { isAppError } from '@/lib/errors/app-error'
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { RatingTable } from '@/lib/recsys/data/splits/rating-table'
import { evaluate, type Evaluation } from '@/lib/recsys/evaluation/evaluate'
import { planProtocol } from '@/lib/recsys/evaluation/protocols'
import type { ModelDefinition, TrainingData } from '@/lib/recsys/models/contract'

/** Measuring fits the model once more, so that is not done to one that takes long. */
const AFFORDABLE_FIT_SECONDS = 2
const MOST_PEOPLE = 200
const LENGTH = 10
const KEPT = ['NDCG', 'Recall', 'HR', 'Coverage'].map((name) => `${name}@${LENGTH}`)

export interface MeasureOptions {
  definition: ModelDefinition
  config: unknown
  data: TrainingData
  seed: number
  /** How long the fit on all the data took. */
  fitSeconds: number
  signal?: AbortSignal
}

/**
 * NDCG, recall, hit rate and coverage at 10 by strong generalisation (docs/evaluation.md), at most 200 people, with their intervals
 * as "NDCG@10 low" and "NDCG@10 high". Nothing where the fit takes more than two seconds, or the data is too small to hold
 * anybody out.
 */
export async function measureModel(options: MeasureOptions): Promise<Record<string, number>> {
  const { definition, config, data, seed, fitSeconds, signal } = options
  if (fitSeconds > AFFORDABLE_FIT_SECONDS) return {}
  try {
    const table = toTable(data.ratings)
    const testUsers = Math.min(MOST_PEOPLE, Math.floor(data.ratings.nUsers / 5))
    const plan = planProtocol('strong', table, { seed, testUsers })
    const { itemIds } = data.ratings
    const { texts, genome } = data
    const input = { plan, itemIds, texts, genome, definition, config, ks: [LENGTH], seed }
    return flatten(await evaluate(input, { signal }))
  } catch (error) {
    if (isAppError(error) && error.code === 'bad_data') return {}
    throw error
  }
}

function flatten({ metrics, people }: Evaluation): Record<string, number> {
  const flat: Record<string, number> = { measuredPeople: people.ranked }
  for (const name of KEPT) {
    const { value, low, high } = metrics[name]
    flat[name] = value
    if (low !== null && high !== null) Object.assign(flat, { [`${name} low`]: low, [`${name} high`]: high })
  }
  return flat
}

function toTable({ userIds, itemIds, rows }: RatingMatrix): RatingTable {
  const userId = new Int32Array(rows.indices.length)
  for (let row = 0; row < userIds.length; row++) userId.fill(userIds[row], rows.indptr[row], rows.indptr[row + 1])
  return { userId, movieId: rows.indices.map((item) => itemIds[item]), halfStars: rows.halfStars }
}
