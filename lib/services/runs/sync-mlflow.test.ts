// MLflow is told of runs, their figures, files and names; when it cannot be reached, training does not care.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestHost } from '@/test/host'
import { startMlflow, type MlflowStandIn } from '@/test/mlflow-server'
import { trainOne } from '../training/train-one'
import { syncMlflow } from './sync-mlflow'

let host: Awaited<ReturnType<typeof createTestHost>>
let mlflow: MlflowStandIn
let home: string

beforeEach(async () => {
  host = await createTestHost()
  mlflow = await startMlflow()
  home = await mkdtemp(path.join(os.tmpdir(), 'marquee-mlflow-'))
})
afterEach(async () => {
  await mlflow.close()
  await host.drop()
  await rm(home, { recursive: true })
})

const options = (mlflowTrackingUri?: string) => ({ db: host.db, log: host.log, config: { home, mlflowTrackingUri } })
const train = (uri?: string) => trainOne(options(uri), { model: 'popularity', seed: 1, config: { rankBy: 'count' } })

describe('an MLflow server', () => {
  it('gets a finished run with its parameters, figures, files and name, once', async () => {
    const { runId } = await train(mlflow.uri)
    expect(mlflow.runs.size).toBe(1)
    const run = mlflow.runs.get('mlflow-1')!
    expect(run).toMatchObject({
      status: 'FINISHED',
      params: { model: 'popularity', seed: '1', rankBy: 'count' },
      tags: { 'marquee.run': runId, 'mlflow.source.name': 'marquee' },
    })
    const keys = run.metrics.map(({ key }) => key)
    for (const key of ['NDCG_at_10', 'NDCG_at_10 low', 'fit_seconds', 'peak_bytes', 'nRatings'])
      expect(keys).toContain(key)
    expect([...mlflow.files.keys()]).toContain('1/mlflow-1/artifacts/model/manifest.json')
    expect([...mlflow.files.values()].every((size) => size > 0)).toBe(true)

    const before = mlflow.requests.length
    expect(await syncMlflow(options(mlflow.uri))).toBe(true)
    expect(mlflow.requests.slice(before).filter((line) => line.includes('runs/'))).toEqual([])
  })

  it('knows the champion by the name that it has here', async () => {
    await host.db.pool.query(`INSERT INTO model_aliases (alias) VALUES ('champion')`)
    const { runId } = await train(mlflow.uri)
    await host.db.pool.query(`UPDATE model_aliases SET run_id = $1`, [runId])
    await syncMlflow(options(mlflow.uri))
    expect([...mlflow.aliases]).toEqual([['champion', 'mlflow-1']])
  })

  it('that is away fails no training, and is told everything when it is back', async () => {
    expect(await train('http://127.0.0.1:1')).toMatchObject({ trained: true })
    expect(await syncMlflow(options(mlflow.uri))).toBe(true)
    expect(mlflow.runs.get('mlflow-1')).toMatchObject({ status: 'FINISHED' })
  })

  it('that stumbles in the middle is asked again, and ends with one run', async () => {
    mlflow.failNext(1)
    await train(mlflow.uri)
    expect([...mlflow.runs.values()].map(({ status }) => status)).toEqual(['FINISHED'])
  })

  it('is nobody where none is configured', async () => {
    await train()
    expect(await syncMlflow(options())).toBe(true)
    expect(mlflow.requests).toEqual([])
  })
})
