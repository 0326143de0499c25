// Reading a saved biased factorisation, and refusing what does not fit.
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '../contract'
import type { BiasedFactorsState } from './fit'

/** @throws AppError('bad_artefact') when arrays are missing or of other sizes. */
export function readBiasedFactors(
  name: string,
  { arrays, meta }: ModelState,
  { nItems, factors, implicit }: { nItems: number; factors: number; implicit: boolean },
): BiasedFactorsState {
  const { itemBiases, itemFactors, counts, implicitFactors } = arrays
  const { globalMean } = meta
  const typed =
    itemBiases instanceof Float32Array &&
    itemFactors instanceof Float32Array &&
    counts instanceof Uint32Array &&
    typeof globalMean === 'number'
  const sized =
    typed && counts.length === nItems && itemBiases.length === nItems && itemFactors.length === nItems * factors
  const implicitFits = implicitFactors instanceof Float32Array && implicitFactors.length === nItems * factors
  if (!sized || (implicit && !implicitFits))
    throw new AppError(
      'bad_artefact',
      `The ${name} model does not cover the ${nItems} movies with ${factors} factors. Train it again.`,
    )
  const state = { globalMean, itemBiases, itemFactors, counts }
  return implicit && implicitFits ? { ...state, implicitFactors } : state
}
