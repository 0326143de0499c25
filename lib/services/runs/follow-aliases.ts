// Aliases after training: the same recipe on newer data takes its name over; the first champion is appointed.
import path from 'node:path'
import { listAliases, listMoves, moveAlias } from '@/lib/db/aliases'
import { ensureRun, findRun } from '@/lib/db/model-runs'
import { findModel } from '@/lib/recsys/models/registry'
import { findManifest, type ModelManifest } from '@/lib/registry/artefact'
import {
  artefactFolder,
  artefactKeyOf,
  defaultRecipe,
  findRecipe,
  recipeKey,
  type Recipe,
} from '../training/artefact-keys'
import type { TrainingOptions } from '../training/options'
import { findPrevious, isUnchosen, listChampionMoves } from './champion-history'

/** Who serves where nobody has chosen; the first of them that is trained. Ordered by docs/algorithms/measured.md. */
export const PREFERRED_CHAMPIONS: readonly string[] = [
  ...['hybrid', 'edlae', 'ease', 'implicit-als', 'item-knn'],
  ...['user-knn', 'content', 'popularity'],
]

type Options = Pick<TrainingOptions, 'db' | 'config' | 'log'>

/** Whose artefacts must be there on every state of the data: champion, challenger, and where a rollback would lead. */
export async function listAliasedRecipes({ db, log }: Options): Promise<Recipe[]> {
  const positions = await listAliases(db)
  const previous = findPrevious(await listChampionMoves(db))
  const ids = [...positions.map(({ runId }) => runId), ...(previous ? [previous] : [])]
  const recipes = new Map<string, Recipe>()
  for (const id of new Set(ids)) {
    const run = await findRun(db, id)
    const recipe = run && findRecipe(run)
    if (recipe) recipes.set(recipeKey(recipe), recipe)
    else log.warn({ run: id }, 'a run with a name has a model or a configuration that this Marquee does not know')
  }
  return [...recipes.values()]
}

/** The artefact of a recipe on these data, with the run that made it; null while there is none. */
export async function findFitted(
  { config }: Pick<Options, 'config'>,
  recipe: Recipe,
  fingerprint: string,
): Promise<(ModelManifest & { artefact: string }) | null> {
  const folder = artefactFolder(config, artefactKeyOf(recipe, fingerprint))
  const manifest = await findManifest(folder)
  return manifest?.kind === 'model' ? { ...manifest, artefact: path.basename(folder) } : null
}

/** Moves every alias to the run of its recipe on these data, unless somebody moves it meanwhile. */
export async function followAliases(options: Options, fingerprint: string): Promise<void> {
  const { db } = options
  for (const { alias, runId } of await listAliases(db)) {
    const run = await findRun(db, runId)
    const recipe = run && findRecipe(run)
    const fitted = recipe && (await findFitted(options, recipe, fingerprint))
    if (!fitted || fitted.runId === runId) continue
    await ensureRun(db, fitted.runId, fitted, fitted.artefact)
    const reason = 'The same model and configuration, fitted again.'
    await moveAlias(db, { alias, from: runId, to: fitted.runId, movedBy: 'marquee', kind: 'refit', reason })
  }
}

/** Where nobody has chosen a champion yet, the first preferred model that is trained becomes it. */
export async function appointChampion(options: Options, fingerprint: string): Promise<void> {
  const { db } = options
  const current = (await listAliases(db)).find(({ alias }) => alias === 'champion')?.runId ?? null
  if (current && !isUnchosen(await listChampionMoves(db))) return
  for (const name of PREFERRED_CHAMPIONS) {
    const definition = findModel(name)
    const fitted = definition && (await findFitted(options, defaultRecipe(definition), fingerprint))
    if (!fitted) continue
    if (fitted.runId === current) return
    await ensureRun(db, fitted.runId, fitted, fitted.artefact)
    const reason = `Nobody has chosen a champion; of those that are trained ${name} is preferred.`
    await moveAlias(db, {
      alias: 'champion',
      from: current,
      to: fitted.runId,
      movedBy: 'marquee',
      kind: 'first',
      reason,
    })
    return
  }
}

const REMEMBERED_MOVES = 40

/** The artefacts that pruning must leave: of aliases, and of what they were. */
export async function listNamedArtefacts({ db }: Pick<Options, 'db'>): Promise<string[]> {
  const [positions, moves] = await Promise.all([listAliases(db), listMoves(db, REMEMBERED_MOVES)])
  const ids = new Set([...positions.map(({ runId }) => runId), ...moves.flatMap((m) => [m.fromRunId, m.toRunId])])
  const named = await Promise.all([...ids].map((id) => (id ? findRun(db, id) : null)))
  return named.flatMap((run) => (run?.artefact ? [run.artefact] : []))
}
