// What waits for the worker once everything stale is trained: queued trainings, and runs without figures.
import { withTrainingLock } from '@/lib/db/locks'
import * as runs from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { listEvaluations } from '@/lib/db/run-evaluations'
import { readFingerprint } from '@/lib/db/training-data'
import { AppError } from '@/lib/errors/app-error'
import { findRecipe, type Recipe } from './artefact-keys'
import { appointChampion, followAliases } from '../runs/follow-aliases'
import { measureRun } from './measure-run'
import type { TrainingOptions } from './options'
import { needTimes, readTrainingData, type FingerprintedData } from './read-training-data'
import { trainRun } from './train-run'

/** Measuring fits once more; what takes longer than this is measured when somebody asks for it. */
const AFFORDABLE_FIT_SECONDS = 600

/** Works until nothing waits: what somebody asked for first. Every piece takes the training lock for itself. */
export async function workOff(options: TrainingOptions): Promise<void> {
  const load = keepData(options)
  /** What cannot be measured here is not tried again and again. */
  const tried = new Set<string>()
  while (await withTrainingLock(options.db, () => workOnce(options, load, tried))) options.signal?.throwIfAborted()
}

type Load = (fingerprint: string, recipe: Recipe) => Promise<FingerprintedData>

function keepData({ db, config }: TrainingOptions): Load {
  let kept: FingerprintedData | undefined
  return async (fingerprint, recipe) => {
    const serves = kept?.fingerprint === fingerprint && (kept.ratings.rows.ratedAt || !needTimes([recipe]))
    if (kept && serves) return kept
    // Let go of first: two snapshots at once are not needed.
    kept = undefined
    return (kept = await readTrainingData(db, config, [recipe]))
  }
}

async function workOnce(options: TrainingOptions, load: Load, tried: Set<string>): Promise<boolean> {
  const { db } = options
  const fingerprint = await readFingerprint(db)
  const queued = await runs.takeQueuedRun(db, fingerprint)
  if (queued) {
    await trainQueued(options, queued, load)
    return true
  }
  const unmeasured = await findUnmeasured(options, fingerprint, tried)
  const recipe = unmeasured && findRecipe(unmeasured)
  if (!unmeasured || !recipe) return false
  tried.add(unmeasured.id)
  if (unmeasured.measureRequested) await runs.clearMeasureRequest(db, unmeasured.id)
  try {
    await measureRun(options, unmeasured, recipe, await load(fingerprint, recipe))
  } catch (error) {
    options.signal?.throwIfAborted()
    options.log.warn({ err: error, run: unmeasured.id }, 'a run could not be measured')
  }
  return true
}

/** Its failure is told in its row; the worker goes on with the next. */
async function trainQueued(options: TrainingOptions, run: runs.ModelRun, load: Load): Promise<void> {
  const { db, log } = options
  const recipe = findRecipe(run)
  try {
    if (!recipe) throw new AppError('invalid', `This Marquee cannot fit ${run.model} with this configuration.`)
    const data = await load(run.snapshotFingerprint, recipe)
    await trainRun(options, run, recipe, data)
    await followAliases(options, data.fingerprint)
    await appointChampion(options, data.fingerprint)
    await notify(db, 'marquee_models')
  } catch (error) {
    options.signal?.throwIfAborted()
    log.warn({ err: error, run: run.id }, 'a queued training did not finish')
    if (!recipe) await runs.endRun(db, run.id, 'failed', 'The model or its configuration is not known any more.')
  }
}

async function findUnmeasured(
  { db }: TrainingOptions,
  fingerprint: string,
  tried: ReadonlySet<string>,
): Promise<runs.ModelRun | null> {
  const finished = await runs.listFinishedRuns(db, fingerprint)
  const evaluations = await listEvaluations(
    db,
    finished.map(({ id }) => id),
  )
  const measured = new Set(evaluations.map(({ runId }) => runId))
  const newest = new Map(finished.toReversed().map((run) => [run.artefact, run]))
  const affordable = ({ fitSeconds }: runs.ModelRun) => fitSeconds !== null && fitSeconds <= AFFORDABLE_FIT_SECONDS
  const waiting = [...newest.values()].filter(
    (run) =>
      !tried.has(run.id) && findRecipe(run) && (run.measureRequested || (!measured.has(run.id) && affordable(run))),
  )
  // What somebody asks for first, then what is quick.
  waiting.sort(
    (a, b) => Number(b.measureRequested) - Number(a.measureRequested) || (a.fitSeconds ?? 0) - (b.fitSeconds ?? 0),
  )
  return waiting[0] ?? null
}
