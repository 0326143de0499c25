// The figures of a run: its recipe fitted once more on a part of the data, and asked about people it has not seen.
import type { ModelRun } from '@/lib/db/model-runs'
import { saveEvaluation } from '@/lib/db/run-evaluations'
import type { Recipe } from './artefact-keys'
import type { TrainingOptions } from './options'
import { dataFor, type FingerprintedData } from './read-training-data'
import { runJob } from './run-job'

/** @returns false when the data are too small to hold anybody out, or are not those of the run. */
export async function measureRun(
  { db, report, signal, thread }: TrainingOptions,
  run: Pick<ModelRun, 'id' | 'snapshotFingerprint'>,
  recipe: Recipe,
  data: FingerprintedData,
): Promise<boolean> {
  const { definition, config, seed } = recipe
  const { fingerprint } = data
  if (run.snapshotFingerprint !== fingerprint) return false
  report?.(`measuring ${definition.name}`)
  const job = { kind: 'measure' as const, model: definition.name, config, seed, fingerprint }
  const onProgress = (fraction: number) => report?.(`measuring ${definition.name} ${Math.round(fraction * 100)} %`)
  const { result } = await runJob(job, dataFor(recipe, data), { signal, thread, onProgress })
  if (!result) return false
  const { userIds, columns, ...evaluation } = result
  await saveEvaluation(db, { runId: run.id, ...evaluation }, { userIds, columns })
  return true
}
