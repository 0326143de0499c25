// Brings snapshot and models from their artefacts into memory.
import path from 'node:path'
import type { Config } from '@/lib/config/env'
import { findDataSet, readCatalogue } from '@/lib/db/catalogue'
import type { Db } from '@/lib/db/client'
import { hasGenome } from '@/lib/db/genome'
import { ensureRun } from '@/lib/db/model-runs'
import { readFingerprint } from '@/lib/db/training-data'
import { Catalogue } from '@/lib/engine/catalogue'
import { Engine, type LoadedModel } from '@/lib/engine/engine'
import { isAppError } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { ModelDefinition } from '@/lib/recsys/models/contract'
import { modelsFor } from '@/lib/recsys/models/registry'
import { loadArtefact } from '@/lib/registry/artefact'
import { loadSnapshot } from '@/lib/registry/snapshot'
import { artefactFolder, artefactKeyOf, snapshotFolder } from './train-models'

export interface EngineSource {
  db: Db
  config: Pick<Config, 'home'>
  log: Logger
}

/** Null while there is no catalogue, or the worker has not made its snapshot yet. */
export async function loadEngine(source: EngineSource): Promise<Engine | null> {
  const { db, config, log } = source
  const dataSet = await findDataSet(db)
  if (!dataSet) return null
  const fingerprint = await readFingerprint(db)
  const ratings = await whenThere(log, async () => (await loadSnapshot(snapshotFolder(config, fingerprint))).ratings)
  if (!ratings) return null
  const catalogue = new Catalogue(await readCatalogue(db), ratings)
  const loaded = new Map<string, LoadedModel>()
  const served = { hasGenome: await hasGenome(db) }
  for (const definition of modelsFor(served)) {
    const model = await whenThere(log, () => loadModel(source, definition, ratings, fingerprint))
    if (model) loaded.set(definition.name, model)
  }
  return new Engine({
    catalogue,
    ratings,
    models: loaded,
    fingerprint,
    dataSet: { name: dataSet.dataSet, synthetic: dataSet.synthetic },
    ...served,
  })
}

async function loadModel(
  { db, config }: EngineSource,
  definition: ModelDefinition,
  ratings: RatingMatrix,
  fingerprint: string,
): Promise<LoadedModel> {
  const key = artefactKeyOf(definition, fingerprint)
  const { manifest, state } = await loadArtefact(artefactFolder(config, key))
  const fitted = definition.load(state, { ratings, texts: [] }, definition.parseConfig(manifest.config))
  await ensureRun(db, manifest.runId, manifest, path.basename(artefactFolder(config, key)))
  return { definition, fitted, runId: manifest.runId }
}

/** Missing and damaged artefacts are the worker's business; until it has made them the rest works without. */
async function whenThere<T>(log: Logger, load: () => Promise<T> | T): Promise<T | null> {
  try {
    return await load()
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'not_found' && error.code !== 'bad_artefact')) throw error
    // Missing is the usual course while the worker trains; damaged is not.
    log[error.code === 'not_found' ? 'info' : 'warn']({ err: error }, 'an artefact is not there yet')
    return null
  }
}
