// How sure a figure is: seeded percentile bootstrap over people.
import { createRandom } from '@/lib/math/random'

/** A figure with its 95 % interval. `low` and `high` are null where people say nothing about it: too few, or undefined for some. */
export interface Estimate {
  value: number
  low: number | null
  high: number | null
}

/**
 * A figure over people: finish(Σ numerator ÷ Σ denominator). A plain mean has denominators of 1, and 0 for those left out;
 * an error per rating has each person's number of ratings.
 */
export interface RatioOverPeople {
  numerator: Float64Array
  denominator: Float64Array
  /** Monotone, e.g. the square root of RMSE. */
  finish?: (ratio: number) => number
}

export interface BootstrapOptions {
  seed: number
  /** How often people are drawn, 1000 where not said. */
  resamples?: number
  /** Share of resamples inside the interval, 0.95 where not said. */
  confidence?: number
}

/** The mean of values over people; NaN means that the person has none and is left out. */
export function meanOverPeople(values: Float64Array): RatioOverPeople {
  return {
    numerator: values.map((value) => (Number.isNaN(value) ? 0 : value)),
    denominator: values.map((value) => (Number.isNaN(value) ? 0 : 1)),
  }
}

/**
 * Estimates of all the figures, from the same resamples of people.
 *
 * Percentile bootstrap: people are drawn with replacement, as many as there are; the interval runs between the
 * (1 ± confidence)/2 quantiles of the resampled figures, interpolated linearly. Resamples in which a figure is undefined
 * (nobody has it) are passed over. The value itself is that of the sample, not of the resamples.
 * Deterministic in the seed. O(resamples · people · figures) time. Source: Efron & Tibshirani 1993, §13.3.
 *
 * @param ratios each with as many entries as there are people.
 * @throws RangeError when the lengths differ or resamples < 1.
 */
export function bootstrap(
  ratios: readonly RatioOverPeople[],
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): Estimate[] {
  const nPeople = ratios[0]?.numerator.length ?? 0
  if (ratios.some(({ numerator, denominator }) => numerator.length !== nPeople || denominator.length !== nPeople))
    throw new RangeError('Figures of one bootstrap must be over the same people.')
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`Expected 1 resample or more, got ${resamples}.`)
  const drawn = ratios.map(() => new Float64Array(resamples))
  const random = createRandom(seed)
  const times = new Float64Array(nPeople)
  for (let r = 0; r < resamples && nPeople > 0; r++) {
    times.fill(0)
    for (let i = 0; i < nPeople; i++) times[random.integer(nPeople)]++
    for (let f = 0; f < ratios.length; f++) drawn[f][r] = figureOf(ratios[f], times)
  }
  const once = new Float64Array(nPeople).fill(1)
  return ratios.map((ratio, f) => {
    const sorted = drawn[f].filter((value) => !Number.isNaN(value)).sort()
    const value = figureOf(ratio, once)
    if (Number.isNaN(value) || sorted.length === 0) return { value: Number.NaN, low: null, high: null }
    return { value, low: quantile(sorted, (1 - confidence) / 2), high: quantile(sorted, (1 + confidence) / 2) }
  })
}

function figureOf({ numerator, denominator, finish }: RatioOverPeople, times: Float64Array): number {
  let above = 0
  let below = 0
  for (let i = 0; i < times.length; i++) {
    above += times[i] * numerator[i]
    below += times[i] * denominator[i]
  }
  const ratio = below > 0 ? above / below : Number.NaN
  return finish ? finish(ratio) : ratio
}

/**
 * Quantile with linear interpolation between the order statistics (type 7 of Hyndman & Fan 1996).
 * @param sorted ascending, not empty. @param p 0…1.
 */
export function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}
