// How much each part of a blend counts; apart from reading data, so that a training thread need not load the readers.
import type { FittedModel } from '@/lib/recsys/models/contract'

/** A blending model tells its weights in a field of that name. */
export function findWeights(model: FittedModel): Record<string, number> | undefined {
  if (!('perModelWeights' in model)) return undefined
  const weights = model.perModelWeights
  if (typeof weights !== 'object' || weights === null) return undefined
  return Object.fromEntries(
    Object.entries(weights).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
