// A blend out of its artefact, checked.
import { AppError } from '@/lib/errors/app-error'
import type { ModelState, TrainingData } from '../contract'
import type { HybridConfig } from './config'
import type { ColdCatalogue } from './item-features'
import { Hybrid } from './model'
import { requirePart } from './parts'
import { metaSchema, SEPARATOR, type HybridMeta } from './state'

/** @throws AppError('bad_artefact') when the state does not fit the catalogue, the config or itself. */
export function loadHybrid(state: ModelState, data: TrainingData, config: HybridConfig): Hybrid {
  const meta = requireMeta(state, data.ratings.nItems, config)
  const parts = meta.parts.map(({ name, meta: own }) => ({
    name,
    model: requirePart(name).load({ arrays: arraysOf(state, name), meta: own }, data, config.parts[name]),
  }))
  const { knots, starsPart, cold, silent } = meta
  return new Hybrid(parts, { knots, starsPart, cold, silent }, requireCatalogue(state, meta))
}

function requireMeta({ meta }: ModelState, nItems: number, config: HybridConfig): HybridMeta {
  const parsed = metaSchema.safeParse(meta)
  const isSound =
    parsed.success &&
    parsed.data.nItems === nItems &&
    parsed.data.parts.every(({ name }) => name in config.parts) &&
    parsed.data.knots.every(({ weights }) => weights.length === parsed.data.parts.length)
  if (isSound) return parsed.data
  throw new AppError('bad_artefact', `The hybrid model does not cover the ${nItems} movies. Train it again.`)
}

function arraysOf({ arrays }: ModelState, part: string): ModelState['arrays'] {
  const prefix = part + SEPARATOR
  return Object.fromEntries(
    Object.entries(arrays).flatMap(([name, array]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), array]] : [],
    ),
  )
}

function requireCatalogue({ arrays }: ModelState, { nItems, nFeatures }: HybridMeta): ColdCatalogue {
  const { coldItems, featureIndptr, featureIndices, featureValues } = arrays
  const isSound =
    coldItems instanceof Int32Array &&
    featureIndptr instanceof Uint32Array &&
    featureIndices instanceof Int32Array &&
    featureValues instanceof Float32Array &&
    featureIndptr.length === nItems + 1 &&
    featureIndices.length === featureIndptr[nItems] &&
    featureValues.length === featureIndices.length &&
    featureIndices.every((feature) => feature >= 0 && feature < nFeatures) &&
    coldItems.every((item) => item >= 0 && item < nItems)
  if (!isSound) throw new AppError('bad_artefact', 'The hybrid model contradicts itself. Train it again.')
  const rows = { indptr: featureIndptr, indices: featureIndices, values: featureValues }
  return { items: coldItems, features: { nFeatures, rows } }
}
