// Brings snapshot and models from their artefacts into memory.
import path from 'node:path'
import type { Config } from '@/lib/config/env'
import { findAlias } from '@/lib/db/aliases'
import { findDataSet, readCatalogue } from '@/lib/db/catalogue'
import type { Db } from '@/lib/db/client'
import { hasGenome } from '@/lib/db/genome'
import { ensureRun, findRun } from '@/lib/db/model-runs'
import { readFingerprint } from '@/lib/db/training-data'
import { Catalogue } from '@/lib/engine/catalogue'
import { Engine, type LoadedModel } from '@/lib/engine/engine'
import { isAppError } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { modelsFor } from '@/lib/recsys/models/registry'
import { findManifest, loadArtefact } from '@/lib/registry/artefact'
import { loadSnapshot } from '@/lib/registry/snapshot'
import {
  artefactFolder,
  artefactKeyOf,
  defaultRecipe,
  findRecipe,
  snapshotFolder,
  type Recipe,
} from '../training/artefact-keys'
import { PREFERRED_CHAMPIONS } from '../runs/follow-aliases'

export interface EngineSource {
  db: Db
  config: Pick<Config, 'home'>
  log: Logger
}

/**
 * Null while there is no catalogue, or the worker has not made its snapshot yet.
 * @param previous what is in memory now: what did not change is taken from it, so that a moved alias costs nothing but reading manifests.
 */
export async function loadEngine(source: EngineSource, previous: Engine | null = null): Promise<Engine | null> {
  const { db } = source
  const dataSet = await findDataSet(db)
  if (!dataSet) return null
  const fingerprint = await readFingerprint(db)
  const kept = previous?.fingerprint === fingerprint ? previous : null
  const data = kept ?? (await loadData(source, fingerprint))
  if (!data) return null
  const { ratings, catalogue } = data
  const champion = await findChampionRecipe(source)
  const loaded = new Map<string, LoadedModel>()
  const served = { hasGenome: await hasGenome(db) }
  for (const definition of modelsFor(served)) {
    const isChampion = champion?.definition.name === definition.name
    const before = kept?.models.get(definition.name)
    const load = (recipe: Recipe) =>
      whenThere(source.log, () => loadModel(source, recipe, { ratings, fingerprint, before }))
    // Until the champion is fitted on these data, its model's defaults stand in for it.
    const model = (isChampion ? await load(champion) : null) ?? (await load(defaultRecipe(definition)))
    if (model) loaded.set(definition.name, model)
  }
  return new Engine({
    ...{ catalogue, ratings, fingerprint },
    models: loaded,
    champion: chooseChampion(loaded, champion),
    dataSet: { name: dataSet.dataSet, synthetic: dataSet.synthetic },
    ...served,
  })
}

async function loadData({ db, config, log }: EngineSource, fingerprint: string) {
  const folder = snapshotFolder(config, fingerprint)
  const ratings = await whenThere(log, async () => (await loadSnapshot(folder)).ratings)
  return ratings && { ratings, catalogue: new Catalogue(await readCatalogue(db), ratings) }
}

async function findChampionRecipe({ db, log }: EngineSource): Promise<Recipe | null> {
  const id = await findAlias(db, 'champion')
  const run = id && (await findRun(db, id))
  const recipe = run ? findRecipe(run) : null
  if (run && !recipe) log.warn({ run: run.id }, 'the champion is of a model that this Marquee does not know')
  return recipe
}

/** The champion's model, else the most preferred of those that are there. */
function chooseChampion(loaded: ReadonlyMap<string, LoadedModel>, champion: Recipe | null): string | null {
  const names = [...(champion ? [champion.definition.name] : []), ...PREFERRED_CHAMPIONS, ...loaded.keys()]
  return names.find((name) => loaded.has(name)) ?? null
}

async function loadModel(
  { db, config }: EngineSource,
  recipe: Recipe,
  { ratings, fingerprint, before }: { ratings: RatingMatrix; fingerprint: string; before?: LoadedModel },
): Promise<LoadedModel> {
  const { definition } = recipe
  const folder = artefactFolder(config, artefactKeyOf(recipe, fingerprint))
  const present = before && (await findManifest(folder))
  if (before && present?.kind === 'model' && present.runId === before.runId) return before
  const { manifest, state } = await loadArtefact(folder)
  const fitted = definition.load(state, { ratings, texts: [] }, recipe.config)
  await ensureRun(db, manifest.runId, manifest, path.basename(folder))
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
