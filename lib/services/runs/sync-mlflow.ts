// Tells an MLflow server of finished runs and of who is champion, where one is configured. Never fails a training.
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { listAliases } from '@/lib/db/aliases'
import { findRun, listUnloggedRuns, noteMlflowRun, type ModelRun } from '@/lib/db/model-runs'
import { listEvaluations } from '@/lib/db/run-evaluations'
import { messageOf } from '@/lib/errors/app-error'
import { MlflowClient, type MlflowMetric, type MlflowRecord } from '@/lib/mlflow/client'
import { createMlflowRequests } from '@/lib/mlflow/requests'
import { curvePointSchema, estimateSchema } from '@/lib/schemas/run'
import { artefactRoot } from '../training/artefact-keys'
import type { TrainingOptions } from '../training/options'

const AT_ONCE = 100
const WAITS_MS = [500, 2000]

/** @returns false when something is left to tell, because MLflow did not take it. */
export async function syncMlflow(options: TrainingOptions): Promise<boolean> {
  const { db, config, log, signal } = options
  if (config.mlflowTrackingUri === undefined) return true
  const client = new MlflowClient(createMlflowRequests(config.mlflowTrackingUri, signal))
  try {
    for (const run of await listUnloggedRuns(db, AT_ONCE)) await again(() => logRun(options, client, run), signal)
    for (const { alias, runId } of await listAliases(db)) {
      const mlflowRunId = (await findRun(db, runId))?.mlflowRunId
      if (mlflowRunId) await again(() => client.setAlias(alias, mlflowRunId), signal)
    }
    return true
  } catch (error) {
    if (signal?.aborted) return false
    log.warn({ err: error }, `MLflow was not told everything, which is tried again: ${messageOf(error)}`)
    return false
  }
}

/** A server that is being restarted is worth a moment. */
async function again<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work()
    } catch {
      signal?.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return work()
}

async function logRun({ db, config }: TrainingOptions, client: MlflowClient, run: ModelRun): Promise<void> {
  const record = await describe(db, run)
  const known = run.mlflowRunId === null ? null : await client.findRun(run.mlflowRunId)
  const mlflowRun = known ?? (await client.createRun(record))
  // Before anything else can fail: the next attempt goes on with the same run.
  if (!known) await noteMlflowRun(db, run.id, mlflowRun.runId, false)
  await client.logRecord(mlflowRun.runId, record)
  const folder = path.join(artefactRoot(config), run.artefact ?? '')
  const files = await listFiles(folder)
  // An artefact that was pruned since has nothing to register.
  if (files.length) await client.registerModel(mlflowRun, files)
  await noteMlflowRun(db, run.id, mlflowRun.runId, true)
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(folder, entry.name))
}

async function describe(db: TrainingOptions['db'], run: ModelRun): Promise<MlflowRecord> {
  const finishedAt = run.finishedAt ?? run.startedAt
  const config = Object.entries(run.config ?? {}).map(([key, value]) => [key, textOf(value)] as const)
  return {
    name: `${run.model}-${run.id.slice(-6)}`,
    startedAt: run.startedAt,
    finishedAt,
    params: { model: run.model, seed: String(run.seed), ...Object.fromEntries(config) },
    tags: {
      'marquee.run': run.id,
      'marquee.data': run.snapshotFingerprint,
      'marquee.code': run.codeVersion,
      'marquee.requested_by': run.requestedBy,
    },
    metrics: [...costOf(run, finishedAt), ...curvesOf(run), ...(await figuresOf(db, run))],
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function costOf({ fitSeconds, peakBytes, metrics }: ModelRun, at: Date): MlflowMetric[] {
  const facts = Object.entries(metrics ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  const cost = [
    ...(fitSeconds === null ? [] : [['fit_seconds', fitSeconds] as const]),
    ...(peakBytes === null ? [] : [['peak_bytes', Number(peakBytes)] as const]),
    ...facts,
  ]
  return cost.map(([key, value]) => ({ key, value, timestamp: at.getTime(), step: 0 }))
}

const curvesOf = (run: ModelRun): MlflowMetric[] =>
  curvePointSchema
    .array()
    .catch([])
    .parse(run.curves)
    .map(({ name, step, value }) => ({ key: `curve ${name}`, value, step, timestamp: run.startedAt.getTime() }))

async function figuresOf(db: TrainingOptions['db'], run: ModelRun): Promise<MlflowMetric[]> {
  const [newest] = await listEvaluations(db, [run.id])
  return Object.entries(newest?.metrics ?? {}).flatMap(([name, estimate]) => {
    const parsed = estimateSchema.safeParse(estimate)
    if (!parsed.success) return []
    const { value, low, high } = parsed.data
    const bounds = low === null || high === null ? {} : { [`${name} low`]: low, [`${name} high`]: high }
    const timestamp = newest.measuredAt.getTime()
    return Object.entries({ [name]: value, ...bounds }).map(([key, each]) => ({ key, value: each, timestamp, step: 0 }))
  })
}
