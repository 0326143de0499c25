// A web process and the names of runs: followed without a restart, no answer half of one model and half of another.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '@/lib/config/env'
import { findAlias, listMoves } from '@/lib/db/aliases'
import { queueRun, startRun, takeQueuedRun } from '@/lib/db/model-runs'
import { listEvaluations } from '@/lib/db/run-evaluations'
import { models } from '@/lib/recsys/models/registry'
import { createTestHost } from '@/test/host'
import { requireEngine } from '../host/host'
import { loadEngine } from '../host/load-engine'
import { openHost } from '../host/open-host'
import { recommendForUser } from '../recommend/recommend-for-user'
import { trainStaleModels } from '../training/train-models'
import { trainOne } from '../training/train-one'
import { workOff } from '../training/work-off'
import { PREFERRED_CHAMPIONS } from './follow-aliases'
import { listRuns, requireRun } from './list-runs'
import { promoteRun, rollbackChampion } from './promote-run'
import { cancelRun, queueTraining } from './queue-training'

// Many small trainings, and a busy machine does them slowly.
vi.setConfig({ testTimeout: 120_000 })

let host: Awaited<ReturnType<typeof createTestHost>>
let home: string

beforeEach(async () => {
  host = await createTestHost()
  home = await mkdtemp(path.join(os.tmpdir(), 'marquee-follow-'))
})
afterEach(async () => {
  await host.drop()
  await rm(home, { recursive: true })
})

const options = () => ({ db: host.db, log: host.log, config: { home } })
/** Enough to choose between. */
const QUICK = ['user-knn', 'content', 'popularity']
async function trainQuick() {
  for (const only of QUICK) await trainStaleModels({ ...options(), only })
}
const preferred = () => PREFERRED_CHAMPIONS.find((name) => models.some((model) => model.name === name))
const championModel = async () => (await requireRun(host.db, (await findAlias(host.db, 'champion'))!)).model
const runOf = async (model: string) => (await listRuns(host.db, { limit: 1, model }))[0].id
const promote = async (model: string) =>
  promoteRun(options(), { runId: await runOf(model), movedBy: 'test', forceReason: 'for the test' })
const importMore = () =>
  host.db.pool.query(
    `INSERT INTO data_imports (data_set, layout, synthetic, file_hash, report, changed_rows) VALUES ('test', 'csv', true, 'more', '{}', 1)`,
  )

describe('the champion', () => {
  it('is the first preferred model where nobody has chosen, and serves by default', async () => {
    await trainStaleModels(options())
    expect(await championModel()).toBe(preferred())
    expect((await loadEngine(options()))?.champion).toBe(preferred())
    expect(await listMoves(host.db, 9)).toMatchObject([{ kind: 'first', movedBy: 'marquee', fromRunId: null }])
  })

  it('is what is there while better ones are still being trained', async () => {
    await trainStaleModels({ ...options(), only: 'popularity' })
    expect((await loadEngine(options()))?.champion).toBe('popularity')
    await trainStaleModels(options())
    expect(await championModel()).toBe(preferred())
  })

  it('that somebody chose stays when better ones are trained', async () => {
    await trainStaleModels({ ...options(), only: 'popularity' })
    await trainStaleModels({ ...options(), only: 'content' })
    await promote('popularity')
    await trainStaleModels(options())
    expect(await championModel()).toBe('popularity')
  })

  it('with a configuration of its own is fitted again on newer data, and served there by the same recipe', async () => {
    await trainQuick()
    const { runId } = await trainOne(options(), { model: 'user-knn', config: { k: 7 }, seed: 3 })
    await promoteRun(options(), { runId, movedBy: 'test', forceReason: 'for the test' })
    await importMore()
    await trainStaleModels(options())
    const now = await requireRun(host.db, (await findAlias(host.db, 'champion'))!)
    expect(now.id).not.toBe(runId)
    expect(now).toMatchObject({ model: 'user-knn', config: { k: 7 }, seed: 3, current: true })
    expect((await listMoves(host.db, 1))[0]).toMatchObject({ kind: 'refit', movedBy: 'marquee', fromRunId: runId })
    const engine = await loadEngine(options())
    expect(engine?.requireModel('champion').runId).toBe(now.id)
  })

  it('is given back to the one before, on the data as they are now, and twice to the one before that', async () => {
    await trainQuick()
    for (const model of ['content', 'popularity']) await promote(model)
    await importMore()
    await trainQuick()
    expect(await rollbackChampion(options(), { movedBy: 'test' })).toMatchObject({ model: 'content' })
    expect(await requireRun(host.db, (await findAlias(host.db, 'champion'))!)).toMatchObject({ current: true })
    expect(await rollbackChampion(options(), { movedBy: 'test' })).toMatchObject({ model: 'user-knn' })
  })
})

describe('a web process', () => {
  it('follows a moved alias while it answers, and no answer is a mixture', async () => {
    await trainQuick()
    const config = parseConfig({ DATABASE_URL: host.config.databaseUrl, MARQUEE_HOME: home, MARQUEE_POSTERS: 'off' })
    const web = await openHost({ ...config, logLevel: 'silent' })
    try {
      const ask = (method: string) => recommendForUser(web, { userId: 7, method, k: 10, viewer: null })
      const listOf = ({ items }: Awaited<ReturnType<typeof ask>>) => items.map(({ movie, score }) => [movie.id, score])
      const expected = new Map<string, unknown>()
      for (const model of QUICK) expected.set(model, listOf(await ask(model)))
      const seen = new Set<string>()
      for (const model of ['content', 'user-knn', 'content', 'user-knn']) {
        await promote(model)
        const runId = await findAlias(host.db, 'champion')
        while (requireEngine(web).requireModel('champion').runId !== runId) {
          for (const answer of await Promise.all([ask('champion'), ask('champion'), ask('champion')])) {
            seen.add(answer.method)
            expect(requireEngine(web).models.get(answer.method)?.runId).toBe(answer.modelRun)
            expect(listOf(answer)).toEqual(expected.get(answer.method))
          }
        }
        const last = await ask('champion')
        seen.add(last.method)
        expect([last.method, listOf(last)]).toEqual([model, expected.get(model)])
      }
      expect(seen.size).toBeGreaterThan(1)
    } finally {
      await web.close()
    }
  })

  it('reads again only what changed', async () => {
    await trainQuick()
    const before = await loadEngine(options())
    await promote('content')
    const after = await loadEngine(options(), before)
    expect(after?.champion).toBe('content')
    expect(after?.ratings).toBe(before?.ratings)
    for (const [name, model] of after!.models) expect(model).toBe(before!.models.get(name))
  })
})

describe('the queue', () => {
  const wish = { model: 'popularity', config: { rankBy: 'count' }, seed: 5 }

  it('is worked off in order, each run measured, and what was trained at start as well', async () => {
    await trainQuick()
    const { runId } = await queueTraining(host.db, wish)
    await workOff(options())
    const run = await requireRun(host.db, runId)
    expect(run).toMatchObject({ status: 'finished', requestedBy: 'studio', seed: 5, progress: 1, error: null })
    expect(run.fitSeconds).toBeGreaterThanOrEqual(0)
    expect(run.peakBytes).toBeGreaterThan(1e6)
    const all = await listRuns(host.db, { limit: 50 })
    const measured = await listEvaluations(
      host.db,
      all.map(({ id }) => id),
    )
    expect(measured.map((one) => one.runId).sort()).toEqual(
      all
        .filter(({ fitSeconds }) => fitSeconds !== null)
        .map(({ id }) => id)
        .sort(),
    )
    expect(new Set(measured.map(({ split }) => split)).size).toBe(1)
  })

  it('refuses a wrong configuration by its fields, and queues nothing', async () => {
    await expect(queueTraining(host.db, { ...wish, config: { rankBy: 'charm' } })).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: { rankBy: expect.anything() },
    })
    await expect(queueTraining(host.db, { ...wish, model: 'oracle' })).rejects.toMatchObject({ code: 'invalid' })
    expect(await host.db.prisma.modelRun.count({ where: { status: 'queued' } })).toBe(0)
  })

  it('forgets what was cancelled before it began', async () => {
    const { runId } = await queueTraining(host.db, wish)
    await cancelRun(host.db, runId)
    await workOff(options())
    expect(await requireRun(host.db, runId)).toMatchObject({ status: 'cancelled' })
    await expect(cancelRun(host.db, runId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('gives each run to one worker', async () => {
    const start = { model: 'popularity', config: {}, seed: 1, snapshotFingerprint: 'x', codeVersion: 'x' }
    const ids = await Promise.all([1, 2, 3].map(() => queueRun(host.db, start, 'studio')))
    const taken = await Promise.all([1, 2, 3, 4].map(() => takeQueuedRun(host.db, 'x')))
    expect(taken.flatMap((run) => (run ? [run.id] : [])).sort()).toEqual(ids.sort())
  })

  it('takes up again, once, what a killed worker had begun', async () => {
    const { runId } = await queueTraining(host.db, wish)
    await takeQueuedRun(host.db, 'x')
    const own = await startRun(host.db, { ...wish, snapshotFingerprint: 'x', codeVersion: 'x' })
    await trainStaleModels({ ...options(), only: 'content' })
    expect(await requireRun(host.db, runId)).toMatchObject({ status: 'queued' })
    expect(await requireRun(host.db, own)).toMatchObject({ status: 'failed' })
    await takeQueuedRun(host.db, 'x')
    await trainStaleModels({ ...options(), only: 'content' })
    expect(await requireRun(host.db, runId)).toMatchObject({ status: 'failed' })
  })
})
