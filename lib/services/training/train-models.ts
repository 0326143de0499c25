// Trains every model whose artefact is missing, damaged or stale. Runs in the worker process or a command, never in the web process.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { hasGenome } from '@/lib/db/genome'
import { withTrainingLock } from '@/lib/db/locks'
import * as runs from '@/lib/db/model-runs'
import { notify } from '@/lib/db/notify'
import { readFingerprint } from '@/lib/db/training-data'
import { isAppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '@/lib/recsys/models/contract'
import { modelsFor, requireModel, requireServed } from '@/lib/recsys/models/registry'
import { findManifest, loadArtefact } from '@/lib/registry/artefact'
import { pruneArtefacts } from '@/lib/registry/prune'
import { loadSnapshot } from '@/lib/registry/snapshot'
import {
  artefactFolder,
  artefactKeyOf,
  artefactRoot,
  defaultRecipe,
  recipeKey,
  snapshotFolder,
  type Recipe,
} from './artefact-keys'
import {
  appointChampion,
  followAliases,
  listAliasedRecipes,
  listNamedArtefacts,
  PREFERRED_CHAMPIONS,
} from '../runs/follow-aliases'
import type { TrainingOptions } from './options'
import { readTrainingData, type FingerprintedData } from './read-training-data'
import { trainRecipe } from './train-run'

/** Of each model: some data sets may be in use in turn. */
const KEPT_ARTEFACTS = 6

export interface StaleOptions extends TrainingOptions {
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
export async function trainStaleModels(options: StaleOptions): Promise<string[]> {
  const { db, config, report } = options
  return withTrainingLock(db, async () => {
    await runs.healInterruptedRuns(db)
    const fingerprint = await readFingerprint(db)
    const stale = await listStale(options, fingerprint)
    if (!stale.length && (await hasSnapshot(options, fingerprint))) {
      await nameRuns(options, fingerprint)
      return []
    }
    report?.('reading the ratings')
    const data = await readTrainingData(db, config, stale)
    const serveFirst = data.ratings.nRatings >= (options.serveFirstAbove ?? SERVE_FIRST_ABOVE)
    const isFirst = ({ definition }: Recipe) => (serveFirst ? SERVABLE.includes(definition.name) : !definition.slow)
    const [first, later] = [stale.filter(isFirst), towardsTheBest(stale.filter((recipe) => !isFirst(recipe)))]
    const trained = await trainAll(options, first, data)
    if (later.length) await tellPages(options, data.fingerprint)
    options.onServable?.([...trained])
    trained.push(...(await trainAll(options, later, data, () => tellPages(options, data.fingerprint))))
    await nameRuns(options, data.fingerprint)
    await pruneArtefacts(artefactRoot(config), { newest: KEPT_ARTEFACTS, names: await listNamedArtefacts(options) })
    await notify(db, 'marquee_models')
    return stale.map(({ definition }) => definition.name).filter((name) => trained.includes(name))
  })
}

/**
 * Pages take the most preferred of what is there, so what is quick to fit and better than what they have comes before what is best and slow; then
 * come those that nobody is served by unless they choose them. Recipes with a name stay in front of all.
 */
function towardsTheBest(recipes: readonly Recipe[]): Recipe[] {
  const place = (recipe: Recipe) =>
    isDefault(recipe) ? -PREFERRED_CHAMPIONS.indexOf(recipe.definition.name) : -Infinity
  return [...recipes].sort((a, b) => place(a) - place(b) || 0)
}

/** Web processes load what is new. Who is champion where nobody has chosen is written down once, when all are there. */
async function tellPages(options: TrainingOptions, fingerprint: string): Promise<void> {
  await followAliases(options, fingerprint)
  await notify(options.db, 'marquee_models')
}

async function nameRuns(options: TrainingOptions, fingerprint: string): Promise<void> {
  await followAliases(options, fingerprint)
  await appointChampion(options, fingerprint)
}

async function listStale(options: StaleOptions, fingerprint: string): Promise<Recipe[]> {
  const wanted = new Map<string, Recipe>()
  const own = (await listWanted(options)).map(defaultRecipe)
  // What serves the pages comes before what may be chosen beside it.
  const aliased = options.only === undefined ? await listAliasedRecipes(options) : []
  for (const recipe of [...aliased.filter((each) => !isDefault(each)), ...own]) wanted.set(recipeKey(recipe), recipe)
  const stale: Recipe[] = []
  for (const recipe of wanted.values()) {
    options.report?.(`checking ${recipe.definition.name}`)
    if (options.again || !(await isFresh(options, recipe, fingerprint))) stale.push(recipe)
  }
  return stale
}

async function listWanted({ db, only }: StaleOptions): Promise<readonly ModelDefinition[]> {
  const served = { hasGenome: await hasGenome(db) }
  if (only === undefined) return modelsFor(served)
  const definition = requireModel(only)
  requireServed(definition, served)
  return [definition]
}

const isDefault = (recipe: Recipe) => recipeKey(recipe) === recipeKey(defaultRecipe(recipe.definition))

/**
 * One model that cannot be fitted does not keep the others from it. @throws when none of them could.
 * @param onTrained after each of them.
 */
async function trainAll(
  options: TrainingOptions,
  recipes: readonly Recipe[],
  data: FingerprintedData,
  onTrained?: () => Promise<void>,
): Promise<string[]> {
  const trained: string[] = []
  let failure: unknown
  for (const recipe of recipes) {
    options.signal?.throwIfAborted()
    try {
      await trainRecipe(options, recipe, data)
    } catch (error) {
      options.signal?.throwIfAborted()
      failure ??= error
      options.log.error({ err: error, model: recipe.definition.name }, 'a model could not be trained')
      continue
    }
    trained.push(recipe.definition.name)
    await onTrained?.()
  }
  if (failure && !trained.length) throw failure
  return trained
}

/** Whether the artefact of a recipe on these data is there and sound. */
export async function isFresh(options: TrainingOptions, recipe: Recipe, fingerprint: string): Promise<boolean> {
  return readable(options, artefactFolder(options.config, artefactKeyOf(recipe, fingerprint)), loadArtefact)
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
    log.warn({ folder: path.basename(folder), err: error }, 'a damaged artefact is made again')
    rmSync(folder, { recursive: true, force: true })
    return false
  }
}
