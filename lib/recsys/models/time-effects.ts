// What time does to stars: films that rise and fall, people who grow milder or stricter.
import { AppError } from '@/lib/errors/app-error'
import type { RatingMatrix } from '../data/rating-matrix'
import type { RatingVector } from './contract'
import { measureBaselines, type ItemBaselines } from './baselines'

export interface TimeConfig {
  /** Equal stretches of the time that the ratings span; 0 where time does not count. */
  timeBins: number
  /** λ_t: ratings that pull a film's difference in one stretch to 0. */
  timeShrinkage: number
  /** λ_α: what pulls the drift of a person to 0. */
  driftShrinkage: number
}

export interface TimeEffects {
  /** When the first stretch begins, and how long each lasts, in seconds. */
  first: number
  span: number
  bins: number
  /** (nItems × bins) b_i,Bin(t), in stars. */
  itemBins: Float32Array
  /** μ and b_i before any factors: what a person's drift is measured against. */
  baselines: ItemBaselines
  driftShrinkage: number
}

/** How somebody's stars move: α dev(t), dev(t) = sign(t − t̄) |t − t̄|^0.4 in days, t̄ the mean of their times. */
export interface Drift {
  mean: number
  slope: number
}

const BASELINE_SHRINKAGE = 10
/** Koren's β. */
const DRIFT_EXPONENT = 0.4
const SECONDS_A_DAY = 86_400
/** Somebody who does not drift, or of whom nothing is known. */
export const STILL: Drift = { mean: 0, slope: 0 }

/**
 * b_i,Bin(t) and what a drift needs, to be taken off the stars before factors are learned from what is left:
 *
 *     b_u = Σ_j (r_j − μ − b_j) / (n_u + 10)
 *     b_i,b = Σ_{ratings of i in stretch b} (r − μ − b_i − b_u) / (n_ib + λ_t)
 *     b'_u = Σ_j (r_j − μ − b_j − b_j,Bin(t_j)) / (n_u + 10)
 *     α_u = Σ_j dev_u(t_j) (r_j − μ − b_j − b_j,Bin(t_j) − b'_u) / (Σ_j dev_u(t_j)² + λ_α)
 *
 * O(nRatings + nItems bins) time; 16 bytes per film and stretch while it runs, 4 kept.
 * Source: Koren, "Collaborative filtering with temporal dynamics", CACM 2010, eq. 7–10. **Deviation:** learned one after the other before the factors,
 * as Bell & Koren's global effects (ICDM 2007), and not beside them by gradient descent; no effects of single days and no scaling c_u(t).
 * @throws AppError('bad_data') where ratings have no times.
 */
export function fitTimeEffects(matrix: RatingMatrix, config: TimeConfig): TimeEffects {
  const { indptr, indices, halfStars, ratedAt } = matrix.rows
  if (!ratedAt) throw new AppError('bad_data', 'timeBins needs the time of every rating, and the data has none.')
  const bins = config.timeBins
  const { first, last } = spanOf(ratedAt)
  const span = (last - first + 1) / bins
  const baselines = measureBaselines(matrix, BASELINE_SHRINKAGE)
  const sums = new Float64Array(matrix.nItems * bins)
  const counts = new Uint32Array(matrix.nItems * bins)
  for (let user = 0; user < matrix.nUsers; user++) {
    const [start, end] = [indptr[user], indptr[user + 1]]
    const expected = (e: number) => halfStars[e] / 2 - baselines.globalMean - baselines.itemBiases[indices[e]]
    let level = 0
    for (let e = start; e < end; e++) level += expected(e) / (end - start + BASELINE_SHRINKAGE)
    for (let e = start; e < end; e++) {
      const at = indices[e] * bins + Math.min(bins - 1, Math.floor((ratedAt[e] - first) / span))
      sums[at] += expected(e) - level
      counts[at]++
    }
  }
  const itemBins = Float32Array.from(sums, (sum, at) => sum / Math.max(counts[at] + config.timeShrinkage, 1))
  return { first, span, bins, itemBins, baselines, driftShrinkage: config.driftShrinkage }
}

/** The effects of time, and (nRatings) what they are on each rating, in the order of the rows. */
export interface TakenOff {
  timeEffects: TimeEffects
  effects: Float32Array
}

/** Undefined where `timeBins` is 0. O(nRatings) time, 4 bytes a rating. @throws AppError('bad_data') where ratings have no times. */
export function takeOffTime(matrix: RatingMatrix, config: TimeConfig): TakenOff | undefined {
  if (config.timeBins === 0) return undefined
  const timeEffects = fitTimeEffects(matrix, config)
  const effects = new Float32Array(matrix.nRatings)
  for (let user = 0; user < matrix.nUsers; user++)
    effects.set(effectsOn(timeEffects, matrix.ratingsOf(user)), matrix.rows.indptr[user])
  return { timeEffects, effects }
}

/** (n) b_i,Bin(t) + α dev(t) of every rating of a profile; zeros where its times are not known. O(n). */
export function effectsOn(effects: TimeEffects, ratings: RatingVector): Float64Array {
  const { items, ratedAt } = ratings
  if (!ratedAt) return new Float64Array(items.length)
  const drift = driftOf(effects, ratings)
  return Float64Array.from(items, (item, j) => itemEffect(effects, item, ratedAt[j]) + driftAt(drift, ratedAt[j]))
}

/** b_i,Bin(t); before the first stretch that of the first, after the last that of the last. */
export function itemEffect({ first, span, bins, itemBins }: TimeEffects, item: number, at: number): number {
  const bin = Math.floor((at - first) / span)
  return itemBins[item * bins + Math.min(bins - 1, Math.max(0, bin))]
}

/** α and t̄ of a profile; none where its times are not known. O(n). */
export function driftOf(effects: TimeEffects, { items, stars, ratedAt }: RatingVector): Drift {
  if (!ratedAt || items.length === 0) return STILL
  const { globalMean, itemBiases, counts } = effects.baselines
  const left = Float64Array.from(items, (item, j) =>
    counts[item] > 0 ? stars[j] - globalMean - itemBiases[item] - itemEffect(effects, item, ratedAt[j]) : 0,
  )
  const level = left.reduce((sum, value) => sum + value, 0) / (items.length + BASELINE_SHRINKAGE)
  const mean = ratedAt.reduce((sum, at) => sum + at, 0) / items.length
  let [products, squares] = [0, effects.driftShrinkage]
  for (let j = 0; j < items.length; j++) {
    // A film that nobody rated is taken as expected: it says nothing of a drift.
    if (counts[items[j]] === 0) continue
    const away = deviationOf(ratedAt[j] - mean)
    products += away * (left[j] - level)
    squares += away * away
  }
  return { mean, slope: squares > 0 ? products / squares : 0 }
}

/** α dev(t), in stars. */
export const driftAt = ({ mean, slope }: Drift, at: number) => (slope === 0 ? 0 : slope * deviationOf(at - mean))

const deviationOf = (seconds: number) => Math.sign(seconds) * (Math.abs(seconds) / SECONDS_A_DAY) ** DRIFT_EXPONENT

function spanOf(times: Int32Array): { first: number; last: number } {
  let [first, last] = [times[0] ?? 0, times[0] ?? 0]
  for (const at of times) {
    if (at < first) first = at
    if (at > last) last = at
  }
  return { first, last }
}
