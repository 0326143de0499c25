// A blend as one artefact: the parts' arrays under their names, and what was learned about them.
import * as z from 'zod'
import type { ModelState } from '../contract'
import type { ColdCatalogue } from './item-features'
import type { Learned } from './learn'
import type { Part } from './parts'

/** Between a part's name and that of its array; array names become file names. */
export const SEPARATOR = '__'

const finite = z.number()
export const metaSchema = z.object({
  nItems: z.int(),
  nFeatures: z.int().min(1),
  parts: z.array(z.object({ name: z.string(), meta: z.record(z.string(), z.unknown()) })).min(1),
  knots: z.array(z.object({ size: finite, weights: z.array(finite) })).min(1),
  starsPart: z.string().nullable(),
  silent: z.array(z.string()),
  cold: z.object({ regularization: finite, contentWeight: finite, intercept: finite, slope: finite }),
})

export type HybridMeta = z.infer<typeof metaSchema>

export function saveHybrid(
  parts: readonly Part[],
  learned: Learned,
  { items, features }: ColdCatalogue,
  nItems: number,
): ModelState {
  const states = parts.map(({ name, model }) => ({ name, ...model.save() }))
  const arrays: ModelState['arrays'] = {
    coldItems: items,
    featureIndptr: features.rows.indptr,
    featureIndices: features.rows.indices,
    featureValues: features.rows.values,
  }
  for (const state of states)
    for (const [name, array] of Object.entries(state.arrays)) arrays[`${state.name}${SEPARATOR}${name}`] = array
  const meta: HybridMeta = {
    nItems,
    nFeatures: features.nFeatures,
    parts: states.map(({ name, meta }) => ({ name, meta })),
    ...learned,
  }
  return { arrays, meta }
}
