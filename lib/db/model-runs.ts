// Model runs: one row per training, from its start to its end.
import type { Db } from './client'
import type { Prisma } from './generated/client'

export interface RunStart {
  model: string
  config: unknown
  seed: number
  snapshotFingerprint: string
  codeVersion: string
}

export async function startRun(db: Db, run: RunStart): Promise<string> {
  const row = await db.prisma.modelRun.create({
    data: { ...run, config: run.config as Prisma.InputJsonValue, status: 'running' },
    select: { id: true },
  })
  return row.id
}

export async function finishRun(db: Db, id: string, artefact: string, metrics: Record<string, number>): Promise<void> {
  await db.prisma.modelRun.update({
    where: { id },
    data: { status: 'finished', progress: 1, artefact, metrics, finishedAt: new Date() },
  })
}

export async function failRun(db: Db, id: string, error: string): Promise<void> {
  await db.prisma.modelRun.update({ where: { id }, data: { status: 'failed', error, finishedAt: new Date() } })
}

/** Runs of an earlier worker that was killed can no longer finish. */
export async function failInterruptedRuns(db: Db): Promise<number> {
  const { count } = await db.prisma.modelRun.updateMany({
    where: { status: 'running' },
    data: { status: 'failed', error: 'Interrupted: the worker ended before the training did.', finishedAt: new Date() },
  })
  return count
}

/** An artefact can outlive its database; its run is entered again so that recommendations can refer to it. */
export async function ensureRun(db: Db, id: string, run: RunStart, artefact: string): Promise<void> {
  const now = new Date()
  const { model, seed, snapshotFingerprint, codeVersion } = run
  const config = run.config as Prisma.InputJsonValue
  await db.prisma.modelRun.upsert({
    where: { id },
    create: {
      ...{ id, model, seed, snapshotFingerprint, codeVersion, config, artefact },
      ...{ status: 'finished', progress: 1, startedAt: now, finishedAt: now },
    },
    update: {},
  })
}

export async function listLatestRuns(db: Db, limit: number) {
  return db.prisma.modelRun.findMany({ orderBy: { startedAt: 'desc' }, take: limit })
}
