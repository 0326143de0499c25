// Does one job here and now; blocks whoever calls it for as long as the model computes.
import { createHash } from 'node:crypto'
import { isAppError } from '@/lib/errors/app-error'
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { RatingTable } from '@/lib/recsys/data/splits/rating-table'
import { evaluate } from '@/lib/recsys/evaluation/evaluate'
import { planProtocol, type Plan } from '@/lib/recsys/evaluation/protocols'
import type { FittedModel, TrainingData } from '@/lib/recsys/models/contract'
import { requireModel } from '@/lib/recsys/models/registry'
import { saveArtefact } from '@/lib/registry/artefact'
import { findWeights } from '../evaluation/find-weights'
import type { FitJob, FitResult, Job, JobHooks, Measurement, MeasureJob } from './job'

export const executeJob = (job: Job, data: TrainingData, hooks: JobHooks): Promise<FitResult | Measurement | null> =>
  job.kind === 'fit' ? executeFit(job, data, hooks) : executeMeasuring(job, data, hooks)

async function executeFit(job: FitJob, data: TrainingData, hooks: JobHooks): Promise<FitResult> {
  const definition = requireModel(job.model)
  const { seed } = job
  const began = performance.now()
  const fitted = await definition.fit(data, definition.parseConfig(job.config), { seed, ...hooks })
  const fitSeconds = (performance.now() - began) / 1000
  hooks.signal?.throwIfAborted()
  const { nItems, nUsers, nRatings } = data.ratings
  const metrics = { nItems, nUsers, nRatings, ...weightsOf(fitted) }
  const { model, config, info, folder } = job
  const createdAt = new Date().toISOString()
  await saveArtefact(folder, { ...info, model, config, seed, createdAt, metrics }, fitted.save())
  return { fitSeconds, metrics }
}

/** A blend tells how much each of its parts counts. */
function weightsOf(fitted: FittedModel): Record<string, number> {
  const weights = Object.entries(findWeights(fitted) ?? {})
  return Object.fromEntries(weights.map(([name, weight]) => [`weight of ${name}`, weight]))
}

const MOST_PEOPLE = 500
const LENGTHS = [10, 100]
/** What two runs are compared by, person by person. */
export const PERSONAL_FIGURES = ['NDCG@10', 'Recall@10', 'HR@10', 'MRR@10', 'NDCG@100', 'Recall@100']
const KEPT_FIGURES = [...PERSONAL_FIGURES, 'Coverage@10', 'Gini@10', 'Novelty@10', 'Diversity@10']
/** Of everything that is measured here, so that each run meets the same people. */
const SPLIT_SEED = 1

/**
 * Strong generalisation (docs/evaluation.md): at most 500 people whom a second fit has not seen.
 * Null where the data are too small to hold anybody out.
 */
async function executeMeasuring(job: MeasureJob, data: TrainingData, hooks: JobHooks): Promise<Measurement | null> {
  const definition = requireModel(job.model)
  try {
    const began = performance.now()
    const testUsers = Math.min(MOST_PEOPLE, Math.floor(data.ratings.nUsers / 5))
    const plan = planProtocol('strong', toTable(data.ratings), { seed: SPLIT_SEED, testUsers })
    const { itemIds } = data.ratings
    const config = definition.parseConfig(job.config)
    const { texts, genome } = data
    const input = { plan, itemIds, texts, genome, definition, config, ks: LENGTHS, seed: job.seed }
    const { metrics, values, people } = await evaluate(input, hooks)
    const kept = KEPT_FIGURES.filter((name) => name in metrics)
    return {
      split: nameSplit(plan, job.fingerprint),
      protocol: plan.protocol,
      description: plan.description,
      seed: SPLIT_SEED,
      people: people.ranked,
      metrics: Object.fromEntries(kept.map((name) => [name, metrics[name]])),
      seconds: (performance.now() - began) / 1000,
      userIds: Int32Array.from(values.userIds),
      columns: Object.fromEntries(PERSONAL_FIGURES.map((figure) => [figure, values.means(figure)])),
    }
  } catch (error) {
    if (isAppError(error) && error.code === 'bad_data') return null
    throw error
  }
}

function nameSplit({ protocol, description, splits }: Plan, fingerprint: string): string {
  const hash = createHash('sha256').update(JSON.stringify([fingerprint, protocol, description, LENGTHS]))
  for (const { train, foldIn, heldOut } of splits)
    for (const part of [train, foldIn, heldOut]) hash.update(part).update('|')
  return hash.digest('hex').slice(0, 16)
}

function toTable({ userIds, itemIds, rows }: RatingMatrix): RatingTable {
  const userId = new Int32Array(rows.indices.length)
  for (let row = 0; row < userIds.length; row++) userId.fill(userIds[row], rows.indptr[row], rows.indptr[row + 1])
  const { indices, halfStars, ratedAt } = rows
  return { userId, movieId: indices.map((item) => itemIds[item]), halfStars, ratedAt }
}
