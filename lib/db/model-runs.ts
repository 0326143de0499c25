// Model runs: one row per training, from the wish for it to its end.
import type { Db } from './client'
import type { ModelRun, Prisma } from './generated/client'

export type { ModelRun } from './generated/client'

export interface RunStart {
  model: string
  config: unknown
  seed: number
  snapshotFingerprint: string
  codeVersion: string
}

/** Who asked: "start" for what every installation trains. */
export type RequestedBy = 'start' | 'cli' | 'studio'

const toJson = (value: unknown) => value as Prisma.InputJsonValue

export async function startRun(db: Db, run: RunStart, requestedBy: RequestedBy = 'start'): Promise<string> {
  const row = await db.prisma.modelRun.create({
    data: { ...run, config: toJson(run.config), requestedBy, status: 'running', attempts: 1 },
    select: { id: true },
  })
  return row.id
}

/** A training for the worker to pick up. */
export async function queueRun(db: Db, run: RunStart, requestedBy: RequestedBy): Promise<string> {
  const row = await db.prisma.modelRun.create({
    data: { ...run, config: toJson(run.config), requestedBy, status: 'queued' },
    select: { id: true },
  })
  return row.id
}

/** The oldest queued run, now running and ours alone; null when none waits. */
export async function takeQueuedRun(db: Db, snapshotFingerprint: string): Promise<ModelRun | null> {
  const { rows } = await db.pool.query<{ id: string }>(
    `UPDATE model_runs SET status = 'running', started_at = now(), attempts = attempts + 1, snapshot_fingerprint = $1
     WHERE id = (SELECT id FROM model_runs WHERE status = 'queued' ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [snapshotFingerprint],
  )
  return rows.length ? findRun(db, rows[0].id) : null
}

/** Tells how far a run is. @returns whether somebody wants it to stop. */
export async function reportProgress(db: Db, id: string, progress: number): Promise<boolean> {
  const { rows } = await db.pool.query<{ cancel: boolean }>(
    'UPDATE model_runs SET progress = $2 WHERE id = $1 RETURNING cancel_requested AS cancel',
    [id, Math.min(1, Math.max(0, progress))],
  )
  return rows[0]?.cancel ?? true
}

export interface FinishedRun {
  /** Of the data as they were when the fit began. */
  snapshotFingerprint: string
  artefact: string
  metrics: Record<string, number>
  fitSeconds: number
  peakBytes: number
  curves: unknown
}

export async function finishRun(db: Db, id: string, { peakBytes, curves, ...run }: FinishedRun): Promise<void> {
  await db.prisma.modelRun.update({
    where: { id },
    data: {
      ...run,
      ...{ status: 'finished', progress: 1, finishedAt: new Date(), error: null },
      ...{ peakBytes: BigInt(Math.round(peakBytes)), curves: toJson(curves) },
    },
  })
}

export async function endRun(db: Db, id: string, status: 'failed' | 'cancelled', error: string): Promise<void> {
  await db.prisma.modelRun.update({ where: { id }, data: { status, error, finishedAt: new Date() } })
}

/** Somebody's wish that a worker could not finish because it was stopped waits for the next one. */
export async function requeueRun(db: Db, id: string): Promise<void> {
  await db.prisma.modelRun.update({ where: { id }, data: { status: 'queued', progress: 0 } })
}

/** What ends its worker twice would do so for ever. */
const MOST_ATTEMPTS = 2

/**
 * Runs of an earlier worker that was killed can no longer finish. What somebody queued is queued again, once; of the rest the
 * worker knows by itself that they are missing.
 */
export async function healInterruptedRuns(db: Db): Promise<void> {
  await db.prisma.modelRun.updateMany({
    where: { status: 'running', requestedBy: 'studio', attempts: { lt: MOST_ATTEMPTS }, cancelRequested: false },
    data: { status: 'queued', progress: 0 },
  })
  await db.prisma.modelRun.updateMany({
    where: { status: 'running' },
    data: { status: 'failed', error: 'Interrupted: the worker ended before the training did.', finishedAt: new Date() },
  })
}

/** @returns what the run was before, or null when there is none that could be cancelled. */
export async function requestCancel(db: Db, id: string): Promise<'queued' | 'running' | null> {
  const { rows } = await db.pool.query<{ before: 'queued' | 'running' }>(
    `WITH before AS (SELECT id, status FROM model_runs WHERE id = $1 AND status IN ('queued', 'running') FOR UPDATE)
     UPDATE model_runs r SET cancel_requested = true,
       status = CASE before.status WHEN 'queued' THEN 'cancelled' ELSE r.status END,
       error = CASE before.status WHEN 'queued' THEN 'Cancelled before it began.' ELSE r.error END,
       finished_at = CASE before.status WHEN 'queued' THEN now() ELSE r.finished_at END
     FROM before WHERE r.id = before.id RETURNING before.status::text AS before`,
    [id],
  )
  return rows[0]?.before ?? null
}

export async function requestMeasuring(db: Db, id: string): Promise<void> {
  await db.prisma.modelRun.update({ where: { id }, data: { measureRequested: true } })
}

export async function clearMeasureRequest(db: Db, id: string): Promise<void> {
  await db.prisma.modelRun.update({ where: { id }, data: { measureRequested: false } })
}

/** An artefact can outlive its database; its run is entered again so that recommendations can refer to it. */
export async function ensureRun(db: Db, id: string, run: RunStart, artefact: string): Promise<void> {
  const now = new Date()
  const { model, seed, snapshotFingerprint, codeVersion } = run
  const config = toJson(run.config)
  await db.prisma.modelRun.upsert({
    where: { id },
    create: {
      ...{ id, model, seed, snapshotFingerprint, codeVersion, config, artefact },
      ...{ status: 'finished', progress: 1, startedAt: now, finishedAt: now },
    },
    update: {},
  })
}

export async function findRun(db: Db, id: string): Promise<ModelRun | null> {
  return db.prisma.modelRun.findUnique({ where: { id } })
}

/** A place in the list of runs: what comes after it is older. */
export type RunPlace = Pick<ModelRun, 'startedAt' | 'id'>

/** Newest first. */
export async function listLatestRuns(
  db: Db,
  limit: number,
  { model, after }: { model?: string; after?: RunPlace } = {},
): Promise<ModelRun[]> {
  const older = after && [{ startedAt: { lt: after.startedAt } }, { startedAt: after.startedAt, id: { lt: after.id } }]
  const where = { model, OR: older }
  return db.prisma.modelRun.findMany({ where, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: limit })
}

/** The finished runs on these data, newest first. */
export async function listFinishedRuns(db: Db, snapshotFingerprint: string): Promise<ModelRun[]> {
  return db.prisma.modelRun.findMany({
    where: { status: 'finished', snapshotFingerprint },
    orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
  })
}

/** Finished runs that were not told to MLflow yet, or were measured since; the oldest first. */
export async function listUnloggedRuns(db: Db, limit: number): Promise<ModelRun[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT r.id FROM model_runs r WHERE r.status = 'finished' AND r.artefact <> '' AND (r.mlflow_logged_at IS NULL OR EXISTS
       (SELECT FROM run_evaluations e WHERE e.run_id = r.id AND e.measured_at > r.mlflow_logged_at))
     ORDER BY r.started_at LIMIT $1`,
    [limit],
  )
  const found = await Promise.all(rows.map(({ id }) => findRun(db, id)))
  return found.filter((run) => run !== null)
}

export async function noteMlflowRun(db: Db, id: string, mlflowRunId: string, complete: boolean): Promise<void> {
  await db.prisma.modelRun.update({
    where: { id },
    data: { mlflowRunId, ...(complete && { mlflowLoggedAt: new Date() }) },
  })
}
