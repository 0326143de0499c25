// What the studio asks of the worker: train this, stop that, measure these.
import type { Db } from '@/lib/db/client'
import { hasGenome } from '@/lib/db/genome'
import { queueRun, requestCancel, requestMeasuring } from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { readFingerprint } from '@/lib/db/training-data'
import { AppError } from '@/lib/errors/app-error'
import { requireModel, requireServed } from '@/lib/recsys/models/registry'
import { codeVersionOf } from '../training/code-version'
import { requireRunRow } from './list-runs'

/** @throws AppError('invalid') with what is wrong of each field of the configuration. */
export async function queueTraining(
  db: Db,
  { model, config, seed }: { model: string; config: unknown; seed: number },
): Promise<{ runId: string }> {
  const definition = requireModel(model)
  requireServed(definition, { hasGenome: await hasGenome(db) })
  const parsed = definition.parseConfig(config)
  const codeVersion = codeVersionOf({ definition, config: parsed, seed })
  const snapshotFingerprint = await readFingerprint(db)
  const runId = await queueRun(db, { model, config: parsed, seed, snapshotFingerprint, codeVersion }, 'studio')
  await notify(db, 'marquee_runs')
  return { runId }
}

/** @throws AppError('conflict') when it has ended already. */
export async function cancelRun(db: Db, id: string): Promise<{ runId: string }> {
  const run = await requireRunRow(db, id)
  if (await requestCancel(db, run.id)) return { runId: run.id }
  throw new AppError('conflict', `This run is ${run.status}: there is nothing to cancel.`)
}

/** @throws AppError('conflict') for a run that is not finished, or of other data. */
export async function askForFigures(db: Db, ids: readonly string[]): Promise<void> {
  const fingerprint = await readFingerprint(db)
  for (const id of ids) {
    const run = await requireRunRow(db, id)
    if (run.status !== 'finished' || run.snapshotFingerprint !== fingerprint)
      throw new AppError('conflict', 'Only a finished run on the present data can be measured.')
    await requestMeasuring(db, run.id)
  }
  await notify(db, 'marquee_runs')
}
