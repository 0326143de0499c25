// Trains every model whose artefact is missing, damaged or stale. Runs in the worker process, never in the web process.
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '@/lib/config/env'
import type { Db } from '@/lib/db/client'
import { hasGenome } from '@/lib/db/genome'
import { withTrainingLock } from '@/lib/db/locks'
import * as runs from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { readFingerprint, readTrainingSnapshot } from '@/lib/db/training-data'
import { isAppError, messageOf } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { indexGenome } from '@/lib/recsys/data/tag-genome'
import type { ModelDefinition, TrainingData } from '@/lib/recsys/models/contract'
import { modelsFor, requireModel, requireServed } from '@/lib/recsys/models/registry'
import { findManifest, loadArtefact, saveArtefact } from '@/lib/registry/artefact'
import { pruneArtefacts } from '@/lib/registry/prune'
import { loadSnapshot, saveSnapshot } from '@/lib/registry/snapshot'
import { measureModel } from './measure-model'
import { artefactRoot } from './open-database'

const SEED = 1
const SNAPSHOT_VERSION = 'snapshot@1'
/** Of each model: some data sets may be in use in turn. */
const KEPT_ARTEFACTS = 6

/** What decides whether an artefact is still right: change any of it and the model is trained again. */
export interface ArtefactKey {
  model: string
  version: number
  config: unknown
  seed: number
  fingerprint: string
}

export function artefactKeyOf(definition: ModelDefinition, fingerprint: string): ArtefactKey {
  return {
    model: definition.name,
    version: definition.version,
    config: definition.parseConfig({}),
    seed: SEED,
    fingerprint,
  }
}

export function artefactFolder(config: Pick<Config, 'home'>, key: ArtefactKey): string {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)
  return path.join(artefactRoot(config), `${key.model}-${hash}`)
}

export function snapshotFolder(config: Pick<Config, 'home'>, fingerprint: string): string {
  return path.join(artefactRoot(config), `snapshot-${fingerprint.slice(0, 16)}`)
}

export interface TrainingOptions {
  db: Db
  config: Pick<Config, 'home'>
  log: Logger
  signal?: AbortSignal
  report?: (text: string) => void
  /** This model alone. */
  only?: string
  /** Also what is fresh. */
  again?: boolean
  /** Called once the pages have what they need: before the slow models are trained, and with many ratings before all but the quickest. */
  onServable?: (trained: string[]) => void
  /** From so many ratings on nobody is kept waiting for all models. */
  serveFirstAbove?: number
}

/** What the pages cannot do without; quick to fit at any size. */
const SERVABLE: readonly string[] = ['user-knn', 'content', 'popularity']
const SERVE_FIRST_ABOVE = 500_000

/**
 * Returns the names of the models that were trained; an empty list when everything was there.
 * @throws AppError('invalid') when `only` names a model that there is not, or that these data cannot serve.
 */
export async function trainStaleModels(options: TrainingOptions): Promise<string[]> {
  const { db, config, report } = options
  return withTrainingLock(db, async () => {
    await runs.failInterruptedRuns(db)
    const fingerprint = await readFingerprint(db)
    const stale = []
    const wanted = await listWanted(options)
    for (const definition of wanted) {
      report?.(`checking ${definition.name}`)
      if (options.again || !(await isFresh(options, definition, fingerprint))) stale.push(definition)
    }
    if (!stale.length && (await hasSnapshot(options, fingerprint))) return []
    report?.('reading the ratings')
    const data = await readTrainingData(options)
    const serveFirst = data.ratings.nRatings >= (options.serveFirstAbove ?? SERVE_FIRST_ABOVE)
    const first = stale.filter(({ name, slow }) => (serveFirst ? SERVABLE.includes(name) : !slow))
    await trainAll(options, first, data)
    if (first.length < stale.length) await notify(db, 'marquee_models')
    options.onServable?.(first.map(({ name }) => name))
    await trainAll(
      options,
      stale.filter((definition) => !first.includes(definition)),
      data,
    )
    await pruneArtefacts(artefactRoot(config), { newest: KEPT_ARTEFACTS })
    await notify(db, 'marquee_models')
    return stale.map((definition) => definition.name)
  })
}

async function listWanted({ db, only }: TrainingOptions): Promise<readonly ModelDefinition[]> {
  const served = { hasGenome: await hasGenome(db) }
  if (only === undefined) return modelsFor(served)
  const definition = requireModel(only)
  requireServed(definition, served)
  return [definition]
}

async function trainAll(options: TrainingOptions, definitions: readonly ModelDefinition[], data: Fingerprinted) {
  for (const definition of definitions) {
    options.signal?.throwIfAborted()
    await trainOne(options, definition, data)
  }
}

async function isFresh(options: TrainingOptions, definition: ModelDefinition, fingerprint: string): Promise<boolean> {
  return readable(options, artefactFolder(options.config, artefactKeyOf(definition, fingerprint)), loadArtefact)
}

async function hasSnapshot(options: TrainingOptions, fingerprint: string): Promise<boolean> {
  return readable(options, snapshotFolder(options.config, fingerprint), loadSnapshot)
}

/** A damaged artefact is put away, so that it is made again. */
async function readable({ log }: TrainingOptions, folder: string, load: (folder: string) => unknown): Promise<boolean> {
  try {
    if (!(await findManifest(folder))) return false
    await load(folder)
    return true
  } catch (error) {
    if (!isAppError(error)) throw error
    log.warn({ folder, err: error }, 'a damaged artefact is made again')
    rmSync(folder, { recursive: true, force: true })
    return false
  }
}

interface Fingerprinted extends TrainingData {
  fingerprint: string
}

async function readTrainingData({ db, config }: TrainingOptions): Promise<Fingerprinted> {
  const { fingerprint, ratings, texts, genome } = await readTrainingSnapshot(db)
  const matrix = RatingMatrix.fromTriples(
    ratings,
    Int32Array.from(texts, (text) => text.id),
  )
  const folder = snapshotFolder(config, fingerprint)
  const createdAt = new Date().toISOString()
  await saveSnapshot(folder, { snapshotFingerprint: fingerprint, codeVersion: SNAPSHOT_VERSION, createdAt }, matrix)
  return {
    fingerprint,
    ratings: matrix,
    texts: texts.map((text) => ({ ...text, overview: text.overview ?? '' })),
    genome: indexGenome(genome, matrix.itemIds),
  }
}

async function trainOne(options: TrainingOptions, definition: ModelDefinition, data: Fingerprinted): Promise<void> {
  const { db, config, report, signal } = options
  const key = artefactKeyOf(definition, data.fingerprint)
  const folder = artefactFolder(config, key)
  const codeVersion = `${definition.name}@${definition.version}`
  const run = {
    model: key.model,
    config: key.config,
    seed: key.seed,
    snapshotFingerprint: key.fingerprint,
    codeVersion,
  }
  const runId = await runs.startRun(db, run)
  try {
    report?.(`training ${definition.name}`)
    const began = performance.now()
    const modelConfig = definition.parseConfig({})
    const fitted = definition.fit(data, modelConfig, {
      seed: key.seed,
      signal,
      onProgress: (fraction) => report?.(`training ${definition.name} ${Math.round(fraction * 100)} %`),
    })
    const seconds = (performance.now() - began) / 1000
    report?.(`measuring ${definition.name}`)
    const metrics = {
      seconds,
      nItems: data.ratings.nItems,
      nUsers: data.ratings.nUsers,
      nRatings: data.ratings.nRatings,
      ...(await measureModel({ definition, config: modelConfig, data, seed: key.seed, fitSeconds: seconds, signal })),
    }
    await saveArtefact(
      folder,
      { ...run, version: key.version, runId, createdAt: new Date().toISOString(), metrics },
      fitted.save(),
    )
    await runs.finishRun(db, runId, path.basename(folder), metrics)
  } catch (error) {
    await runs.failRun(db, runId, messageOf(error))
    throw error
  }
}
