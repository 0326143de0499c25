// One model with a configuration of somebody's own, trained and measured in this process.
import { hasGenome } from '@/lib/db/genome'
import { withTrainingLock } from '@/lib/db/locks'
import { ensureRun, healInterruptedRuns } from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { listEvaluations } from '@/lib/db/run-evaluations'
import { requireModel, requireServed } from '@/lib/recsys/models/registry'
import { requireRunRow } from '../runs/list-runs'
import { appointChampion, findFitted, followAliases } from '../runs/follow-aliases'
import { syncMlflow } from '../runs/sync-mlflow'
import { isFresh } from './train-models'
import { measureRun } from './measure-run'
import type { TrainingOptions } from './options'
import { readTrainingData } from './read-training-data'
import { trainRecipe } from './train-run'

export interface Wish {
  model: string
  config?: unknown
  seed: number
  /** Also when the artefact is there. */
  again?: boolean
}

/** @returns the run, and whether it was trained just now. @throws AppError('invalid') for an unknown model or a wrong config. */
export async function trainOne(options: TrainingOptions, wish: Wish): Promise<{ runId: string; trained: boolean }> {
  const { db } = options
  const definition = requireModel(wish.model)
  requireServed(definition, { hasGenome: await hasGenome(db) })
  const recipe = { definition, config: definition.parseConfig(wish.config ?? {}), seed: wish.seed }
  return withTrainingLock(db, async () => {
    await healInterruptedRuns(db)
    options.report?.('reading the ratings')
    const data = await readTrainingData(db, options.config, [recipe])
    const fresh = !wish.again && (await isFresh(options, recipe, data.fingerprint))
    const known = fresh ? await findFitted(options, recipe, data.fingerprint) : null
    if (known) await ensureRun(db, known.runId, known, known.artefact)
    const runId = known?.runId ?? (await trainRecipe(options, recipe, data, 'cli'))
    await followAliases(options, data.fingerprint)
    await appointChampion(options, data.fingerprint)
    await notify(db, 'marquee_models')
    if (!(await listEvaluations(db, [runId])).length)
      await measureRun(options, await requireRunRow(db, runId), recipe, data)
    await syncMlflow(options)
    return { runId, trained: !known }
  })
}
