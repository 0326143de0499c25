import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as runs from '@/lib/db/model-runs'
import { listen } from '@/lib/db/notify'
import { models, requireModel } from '@/lib/recsys/models/registry'
import { createTestHost } from '@/test/host'
import { loadEngine } from '../host/load-engine'
import { dataFor, readTrainingData } from './read-training-data'
import { trainStaleModels } from './train-models'
import { trainOne } from './train-one'

let host: Awaited<ReturnType<typeof createTestHost>>
let home: string

beforeEach(async () => {
  host = await createTestHost()
  home = await mkdtemp(path.join(os.tmpdir(), 'marquee-training-'))
})
afterEach(async () => {
  await host.drop()
  await rm(home, { recursive: true })
})

const ALL = models.map((model) => model.name)
const source = () => ({ db: host.db, log: host.log, config: { home } })
const foldersOf = async (model: string) =>
  (await readdir(path.join(home, 'artefacts'))).filter((name) => name.startsWith(`${model}-`))

describe('training', () => {
  it('makes every model once, and nothing when all are there', async () => {
    expect(await trainStaleModels(source())).toEqual(ALL)
    expect(await trainStaleModels(source())).toEqual([])
    const finished = await host.db.prisma.modelRun.count({
      where: { status: 'finished', codeVersion: { contains: '@' } },
    })
    expect(finished).toBe(ALL.length)
  })

  it('leaves models that load with the scores they were trained with', async () => {
    await trainStaleModels(source())
    const engine = await loadEngine(source())
    const fitted = host.engine!
    for (const method of ALL) {
      const ratings = fitted.ratings.ratingsOf(3)
      expect(engine!.recommend(method, ratings, 10)).toEqual(fitted.recommend(method, ratings, 10))
    }
  })

  it('gives a model the times of the ratings where its configuration needs them', async () => {
    const wish = { model: 'svd', config: { factors: 4, epochs: 2, timeBins: 3 }, seed: 1 }
    const { runId } = await trainOne(source(), wish)
    expect(await runs.findRun(host.db, runId)).toMatchObject({ status: 'finished', model: 'svd' })
    const [folder] = await foldersOf('svd')
    const { arrays } = JSON.parse(await readFile(path.join(home, 'artefacts', folder, 'manifest.json'), 'utf8'))
    expect(arrays).toHaveProperty('timeItemBins')
    const recipe = (model: string, config: object) => {
      const definition = requireModel(model)
      return { definition, config: definition.parseConfig(config), seed: 1 }
    }
    const timed = recipe(wish.model, wish.config)
    const data = await readTrainingData(host.db, { home }, [recipe('ease', {}), timed])
    expect(data.ratings.rows.ratedAt).toHaveLength(data.ratings.nRatings)
    expect(dataFor(timed, data)).toBe(data)
    expect(dataFor(recipe('implicit-als', { recencyWeight: 1 }), data)).toBe(data)
    expect(dataFor(recipe('implicit-als', {}), data).ratings.rows).not.toHaveProperty('ratedAt')
  })

  it('makes a damaged artefact again, and only that one', async () => {
    await trainStaleModels(source())
    const [folder] = await foldersOf('content')
    await writeFile(path.join(home, 'artefacts', folder, 'manifest.json'), '{"half":')
    expect(await trainStaleModels(source())).toEqual(['content'])
  })

  it('makes all of them again after the data changed', async () => {
    await trainStaleModels(source())
    await host.db.pool.query(
      `INSERT INTO data_imports (data_set, layout, synthetic, file_hash, report, changed_rows) VALUES ('test', 'csv', true, 'new', '{}', 1)`,
    )
    expect(await trainStaleModels(source())).toEqual(ALL)
  })

  it('with many ratings has what the pages need first, and tells so before it trains the rest', async () => {
    const seen: string[][] = []
    const onServable = () => void seen.push([...begun])
    const report = (text: string) => void (text.startsWith('training ') && begun.add(text.split(' ')[1]))
    const begun = new Set<string>()
    const trained = await trainStaleModels({ ...source(), serveFirstAbove: 1, onServable, report })
    expect(seen.map((names) => names.sort())).toEqual([['content', 'popularity', 'user-knn']])
    expect([...trained].sort()).toEqual(models.map((model) => model.name).sort())
    expect([...(await loadEngine(source()))!.models.keys()]).toHaveLength(models.length)
  })

  it('with many ratings tells the pages of each later model, and trains the better ones before the best and the rest', async () => {
    const begun: string[] = []
    let heard = 0
    const stop = await listen(host.config.databaseUrl!, 'marquee_models', () => void heard++)
    await trainStaleModels({
      ...source(),
      serveFirstAbove: 1,
      report: (text) => void (text.startsWith('training ') && begun.push(text.split(' ')[1])),
    })
    await vi.waitFor(() => expect(heard).toBeGreaterThanOrEqual(models.length - 3 + 2))
    await stop()
    expect([...new Set(begun)].slice(3, 8)).toEqual(['item-knn', 'implicit-als', 'ease', 'edlae', 'hybrid'])
  })

  it('with few ratings serves the pages when all but the slow models are there', async () => {
    const begun = new Set<string>()
    const seen: string[][] = []
    await trainStaleModels({
      ...source(),
      onServable: () => void seen.push([...begun]),
      report: (text) => void (text.startsWith('training ') && begun.add(text.split(' ')[1])),
    })
    expect(seen.map((names) => names.sort())).toEqual([models.flatMap(({ name, slow }) => (slow ? [] : [name])).sort()])
    expect(seen[0]).not.toContain('mult-vae')
  })

  it('marks what a killed worker left running as failed', async () => {
    const left = await runs.startRun(host.db, {
      model: 'content',
      config: {},
      seed: 1,
      snapshotFingerprint: 'x',
      codeVersion: 'x',
    })
    await trainStaleModels(source())
    expect(await host.db.prisma.modelRun.findUnique({ where: { id: left } })).toMatchObject({ status: 'failed' })
  })

  it('trains once when two workers start at the same time', async () => {
    const trained = await Promise.all([trainStaleModels(source()), trainStaleModels(source())])
    expect(trained.flat()).toHaveLength(ALL.length)
  })

  it('stops when it is told to, and the next time does what is left', async () => {
    const stopping = new AbortController()
    const stopped = trainStaleModels({
      ...source(),
      signal: stopping.signal,
      report: (text) => text.startsWith('training content') && stopping.abort(),
    })
    await expect(stopped).rejects.toThrow()
    expect(await foldersOf('user-knn')).toHaveLength(1)
    const left = ALL.filter((_, place) => place >= ALL.indexOf('content') || models[place].slow)
    expect(await trainStaleModels(source())).toEqual(left)
  })
})

describe('loading', () => {
  it('answers nothing before the worker has made a snapshot', async () => {
    expect(await loadEngine(source())).toBeNull()
  })

  it('works without a model that is not there yet', async () => {
    await trainStaleModels(source())
    const [folder] = await foldersOf('content')
    await rm(path.join(home, 'artefacts', folder), { recursive: true })
    const engine = await loadEngine(source())
    expect([...engine!.models.keys()]).toEqual(ALL.filter((name) => name !== 'content'))
  })

  it('enters the runs of artefacts that outlived their database', async () => {
    await trainStaleModels(source())
    await host.db.prisma.modelRun.deleteMany()
    const engine = await loadEngine(source())
    const known = await host.db.prisma.modelRun.findMany({ select: { id: true } })
    expect(known.map((run) => run.id).sort()).toEqual([...engine!.models.values()].map((model) => model.runId).sort())
  })
})
