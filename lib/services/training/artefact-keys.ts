// What decides whether an artefact is still right, and where it lies: change any of it and the model is trained again.
import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Config } from '@/lib/config/env'
import { isAppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '@/lib/recsys/models/contract'
import { findModel } from '@/lib/recsys/models/registry'

const SEED = 1

export const artefactRoot = (config: Pick<Config, 'home'>) => path.join(config.home, 'artefacts')

/** How a model is made, whatever the data: what an alias stands for when these change. */
export interface Recipe {
  definition: ModelDefinition
  /** As the definition's parseConfig answers it. */
  config: unknown
  seed: number
}

/** What every installation trains. */
export const defaultRecipe = (definition: ModelDefinition): Recipe => ({
  definition,
  config: definition.parseConfig({}),
  seed: SEED,
})

/** The recipe of a run; null when this Marquee has no such model any more, or the model no such configuration. */
export function findRecipe(run: { model: string; config: unknown; seed: number }): Recipe | null {
  const definition = findModel(run.model)
  if (!definition) return null
  try {
    return { definition, config: definition.parseConfig(run.config), seed: run.seed }
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return null
    throw error
  }
}

/** Equal for equal recipes. A parsed config has its fields in the order of its schema. */
export const recipeKey = ({ definition, config, seed }: Recipe) => JSON.stringify([definition.name, config, seed])

export interface ArtefactKey {
  model: string
  version: number
  config: unknown
  seed: number
  fingerprint: string
}

export const artefactKeyOf = ({ definition, config, seed }: Recipe, fingerprint: string): ArtefactKey => ({
  model: definition.name,
  version: definition.version,
  config,
  seed,
  fingerprint,
})

export function artefactFolder(config: Pick<Config, 'home'>, key: ArtefactKey): string {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)
  return path.join(artefactRoot(config), `${key.model}-${hash}`)
}

export function snapshotFolder(config: Pick<Config, 'home'>, fingerprint: string): string {
  return path.join(artefactRoot(config), `snapshot-${fingerprint.slice(0, 16)}`)
}
