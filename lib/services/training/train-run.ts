// One training from its row to its artefact: told how far it is, stopped when somebody wants that.
import path from 'node:path'
import * as runs from '@/lib/db/model-runs'
import { messageOf } from '@/lib/errors/app-error'
import type { CurvePoint } from '@/lib/recsys/models/contract'
import { artefactFolder, artefactKeyOf, type Recipe } from './artefact-keys'
import { codeVersionOf } from './code-version'
import type { TrainingOptions } from './options'
import { dataFor, type FingerprintedData } from './read-training-data'
import { runJob } from './run-job'

const HEARTBEAT_MS = 500
/** Enough for a curve on a screen; of longer ones every second point is left out, again and again. */
const MOST_POINTS = 2000

/** Enters a run that begins now, and trains it. @returns its id. */
export async function trainRecipe(
  options: TrainingOptions,
  recipe: Recipe,
  data: FingerprintedData,
  requestedBy: runs.RequestedBy = 'start',
): Promise<string> {
  const run = {
    model: recipe.definition.name,
    config: recipe.config,
    seed: recipe.seed,
    snapshotFingerprint: data.fingerprint,
    codeVersion: codeVersionOf(recipe),
  }
  const id = await runs.startRun(options.db, run, requestedBy)
  await trainRun(options, { id, requestedBy }, recipe, data)
  return id
}

/** @throws what the fit threw, once the row says so; an AbortError when it was cancelled or we are stopping. */
export async function trainRun(
  options: TrainingOptions,
  run: { id: string; requestedBy: string },
  recipe: Recipe,
  data: FingerprintedData,
): Promise<void> {
  const { db, config, report, thread } = options
  const { name, version } = recipe.definition
  const folder = artefactFolder(config, artefactKeyOf(recipe, data.fingerprint))
  const heart = beat(options, run.id)
  const curves: CurvePoint[] = []
  try {
    report?.(`training ${name}`)
    const { fingerprint } = data
    const info = { runId: run.id, snapshotFingerprint: fingerprint, codeVersion: codeVersionOf(recipe), version }
    const { result, peakBytes } = await runJob(
      { kind: 'fit', model: name, config: recipe.config, seed: recipe.seed, folder, info },
      dataFor(recipe, data),
      {
        thread,
        signal: heart.signal,
        onProgress: (fraction) => {
          heart.progress = fraction
          report?.(`training ${name} ${Math.round(fraction * 100)} %`)
        },
        onCurve: (point) => void addPoint(curves, point),
      },
    )
    await heart.stop()
    const snapshotFingerprint = data.fingerprint
    await runs.finishRun(db, run.id, {
      ...result,
      snapshotFingerprint,
      artefact: path.basename(folder),
      peakBytes,
      curves,
    })
  } catch (error) {
    await heart.stop()
    await noteEnd(options, run, heart.cancelled, error)
    throw error
  }
}

function addPoint(curves: CurvePoint[], point: CurvePoint): void {
  curves.push(point)
  if (curves.length > MOST_POINTS) curves.splice(0, curves.length, ...curves.filter((_, i) => i % 2 === 0))
}

async function noteEnd(
  { db, signal }: TrainingOptions,
  { id, requestedBy }: { id: string; requestedBy: string },
  cancelled: boolean,
  error: unknown,
): Promise<void> {
  if (cancelled) await runs.endRun(db, id, 'cancelled', 'Cancelled while it was trained.')
  else if (signal?.aborted && requestedBy === 'studio') await runs.requeueRun(db, id)
  else if (signal?.aborted) await runs.endRun(db, id, 'cancelled', 'Marquee was stopped before it was finished.')
  else await runs.endRun(db, id, 'failed', messageOf(error))
}

/** Writes the progress twice a second and looks whether the run is still wanted. */
function beat({ db, log, signal }: TrainingOptions, id: string) {
  const cancelling = new AbortController()
  let last: Promise<void> = Promise.resolve()
  const heart = {
    progress: 0,
    cancelled: false,
    signal: signal ? AbortSignal.any([signal, cancelling.signal]) : cancelling.signal,
    stop: async () => {
      clearInterval(timer)
      await last
    },
  }
  const timer = setInterval(() => {
    last = last
      .then(async () => {
        if (!(await runs.reportProgress(db, id, heart.progress))) return
        heart.cancelled = true
        cancelling.abort()
      })
      .catch((error) => log.warn({ err: error, run: id }, 'the progress of a training could not be written'))
  }, HEARTBEAT_MS)
  return heart
}
