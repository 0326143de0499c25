// Moves the names of runs: promotion through the gate, and the way back.
import { findAlias, moveAlias, type Move } from '@/lib/db/aliases'
import type { Db } from '@/lib/db/client'
import { findRun, type ModelRun } from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { readFingerprint } from '@/lib/db/training-data'
import type { Config } from '@/lib/config/env'
import { AppError } from '@/lib/errors/app-error'
import type { Alias, Verdict } from '@/lib/schemas/run'
import { findRecipe } from '../training/artefact-keys'
import { findPrevious, listChampionMoves } from './champion-history'
import { findFitted } from './follow-aliases'
import { judgePromotion } from './judge-promotion'
import { requireRunRow } from './list-runs'

interface Site {
  db: Db
  config: Pick<Config, 'home'>
}

export interface Promotion {
  runId: string
  alias?: Alias
  /** "cli", "studio". */
  movedBy: string
  /** Opens the gate, with this as the record. */
  forceReason?: string
}

export interface Promoted {
  alias: Alias
  from: string | null
  to: string
  model: string
  verdict: Verdict | null
}

/**
 * @throws AppError('gate_refused') where the gate refuses and no reason was given, or none can help; 'invalid' for a reason without a word;
 * 'not_found' for an unknown run; 'conflict' when somebody else moved the alias at the same moment.
 */
export async function promoteRun(
  site: Site,
  { runId, alias = 'champion', movedBy, forceReason }: Promotion,
): Promise<Promoted> {
  if (forceReason?.trim() === '')
    throw new AppError('invalid', 'Against the gate only with a reason: say in some words why this run shall serve.')
  const { db } = site
  const run = await requireRunRow(db, runId)
  const from = await findAlias(db, alias)
  if (alias === 'challenger') {
    if (run.status !== 'finished') throw new AppError('gate_refused', `This run is ${run.status}, not finished.`)
    await move(db, { alias, from, to: run.id, movedBy, kind: 'promotion', reason: 'Chosen as challenger.' })
    return { alias, from, to: run.id, model: run.model, verdict: null }
  }
  const verdict = await judgePromotion(db, run.id)
  const forced = !verdict.allowed && verdict.forceable && forceReason !== undefined
  if (!verdict.allowed && !forced) throw new AppError('gate_refused', verdict.sentence)
  const reason = forced ? `${forceReason} (the gate: ${verdict.sentence})` : verdict.sentence
  await move(db, { alias, from, to: run.id, movedBy, kind: 'promotion', reason, forced })
  await dropChallenger(db, run.id, movedBy)
  await tellWorker(db)
  return { alias, from, to: run.id, model: run.model, verdict }
}

/** Who has become champion challenges nobody any more. */
async function dropChallenger(db: Db, runId: string, movedBy: string): Promise<void> {
  if ((await findAlias(db, 'challenger')) !== runId) return
  const reason = 'It has become the champion.'
  await moveAlias(db, { alias: 'challenger', from: runId, to: null, movedBy, kind: 'promotion', reason })
}

/** Where a rollback would lead. */
export async function findPreviousChampion(db: Db): Promise<ModelRun | null> {
  const id = findPrevious(await listChampionMoves(db))
  return id === null ? null : findRun(db, id)
}

/** Back to what was champion before: its recipe, on the present data. @throws AppError('not_found' | 'not_ready' | 'conflict') */
export async function rollbackChampion(
  site: Site,
  { movedBy, reason }: { movedBy: string; reason?: string },
): Promise<Promoted> {
  const { db } = site
  const from = await findAlias(db, 'champion')
  const previous = await findPreviousChampion(db)
  const recipe = previous && findRecipe(previous)
  if (!previous || !recipe) throw new AppError('not_found', 'There was no champion before this one.')
  const fitted = await findFitted(site, recipe, await readFingerprint(db))
  if (!fitted)
    throw new AppError(
      'not_ready',
      `The champion before was ${previous.model}, which is not fitted on the present data yet. The worker does that; or run marquee train.`,
    )
  const why = reason ?? 'Rolled back.'
  await move(db, { alias: 'champion', from, to: fitted.runId, movedBy, kind: 'rollback', reason: why })
  await tellWorker(db)
  return { alias: 'champion', from, to: fitted.runId, model: previous.model, verdict: null }
}

async function move(db: Db, given: Move): Promise<void> {
  if (await moveAlias(db, given)) return
  throw new AppError('conflict', `Somebody else moved the ${given.alias} at the same moment. Look again, then decide.`)
}

/** It sees to what else follows a moved alias: artefacts to be kept fresh, MLflow. */
const tellWorker = (db: Db) => notify(db, 'marquee_runs')
