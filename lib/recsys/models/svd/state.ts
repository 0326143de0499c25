// Reading a saved biased factorisation, and refusing what does not fit.
import * as z from 'zod'
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '../contract'
import type { TimeEffects } from '../time-effects'
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
  const state = {
    globalMean,
    itemBiases,
    itemFactors,
    counts,
    timeEffects: readTimeEffects(name, { arrays, meta }, counts),
  }
  return implicit && implicitFits ? { ...state, implicitFactors } : state
}

/** What of the time effects is saved; the rest is saved anyway. */
export function saveTimeEffects({ first, span, bins, itemBins, baselines, driftShrinkage }: TimeEffects): ModelState {
  return {
    arrays: { timeItemBins: itemBins, timeBaselines: baselines.itemBiases },
    meta: { time: { first, span, bins, globalMean: baselines.globalMean, driftShrinkage } },
  }
}

const savedTimeSchema = z.strictObject({
  first: z.number(),
  span: z.number().gt(0),
  bins: z.int().min(1),
  globalMean: z.number(),
  driftShrinkage: z.number().min(0),
})

function readTimeEffects(name: string, { arrays, meta }: ModelState, counts: Uint32Array): TimeEffects | undefined {
  if (meta.time === undefined) return undefined
  const { timeItemBins, timeBaselines } = arrays
  const time = savedTimeSchema.safeParse(meta.time)
  const typed = timeItemBins instanceof Float32Array && timeBaselines instanceof Float32Array && time.success
  if (!typed || timeBaselines.length !== counts.length || timeItemBins.length !== counts.length * time.data.bins)
    throw new AppError('bad_artefact', `The ${name} model's effects of time are damaged. Train it again.`)
  const { globalMean, ...rest } = time.data
  return { ...rest, itemBins: timeItemBins, baselines: { globalMean, itemBiases: timeBaselines, counts } }
}
