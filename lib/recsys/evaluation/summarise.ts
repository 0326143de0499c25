// From what was noted of each person to named figures with intervals.
import { coverage, gini } from '../metrics/beyond-accuracy'
import { bootstrap, meanOverPeople, type Estimate, type RatioOverPeople } from '../metrics/bootstrap'
import { ERROR_FIGURES, INTERVAL_FIGURES, type Exposure } from './observe'
import type { PersonValues } from './person-values'

export interface ExposureTotal {
  exposure: Exposure
  candidates: Uint8Array
}

/**
 * All figures by name. Coverage and Gini have no interval: they belong to all the lists together, and a resample, which leaves out
 * a third of the people, always covers less. With several rounds they are means over the rounds.
 */
export function summarise(
  values: PersonValues,
  { ks, totals, seed }: { ks: readonly number[]; totals: readonly ExposureTotal[]; seed: number },
): Record<string, Estimate> {
  const figures = new Map<string, RatioOverPeople>()
  const errors = new Set<string>([...Object.values(ERROR_FIGURES), ...Object.values(INTERVAL_FIGURES)])
  for (const name of values.figures) if (!errors.has(name)) figures.set(name, meanOverPeople(values.means(name)))
  for (const [name, ratio] of [...starFigures(values), ...intervalFigures(values)]) figures.set(name, ratio)
  const estimates = bootstrap([...figures.values()], { seed })
  const metrics = Object.fromEntries([...figures.keys()].map((name, i) => [name, estimates[i]]))
  for (const k of ks) {
    metrics[`Coverage@${k}`] = withoutInterval(
      totals.map((total) => coverage(shownOf(total, k), shownOf(total, k).length)),
    )
    metrics[`Gini@${k}`] = withoutInterval(totals.map((total) => gini(shownOf(total, k))))
  }
  return metrics
}

/** How often each candidate was shown. */
function shownOf({ exposure, candidates }: ExposureTotal, k: number): Uint32Array {
  return (exposure.get(k) ?? new Uint32Array(candidates.length)).filter((_, item) => candidates[item] === 1)
}

function withoutInterval(perRound: number[]): Estimate {
  return { value: perRound.reduce((sum, value) => sum + value, 0) / perRound.length, low: null, high: null }
}

function starFigures(values: PersonValues): [string, RatioOverPeople][] {
  const count = values.totals(ERROR_FIGURES.count)
  if (!count.some((ratings) => ratings > 0)) return []
  const supported = values.totals(ERROR_FIGURES.supported)
  const over = (figure: string, denominator: Float64Array, finish?: (ratio: number) => number) => ({
    numerator: values.totals(figure),
    denominator,
    finish,
  })
  return [
    ['RMSE', over(ERROR_FIGURES.squared, count, Math.sqrt)],
    ['MAE', over(ERROR_FIGURES.absolute, count)],
    ['RMSE (predicted)', over(ERROR_FIGURES.supportedSquared, supported, Math.sqrt)],
    ['MAE (predicted)', over(ERROR_FIGURES.supportedAbsolute, supported)],
    ['PredictedShare', over(ERROR_FIGURES.supported, count)],
  ]
}

function intervalFigures(values: PersonValues): [string, RatioOverPeople][] {
  const denominator = values.totals(INTERVAL_FIGURES.count)
  if (!denominator.some((ratings) => ratings > 0)) return []
  return [
    ['IntervalCoverage', { numerator: values.totals(INTERVAL_FIGURES.inside), denominator }],
    ['IntervalWidth', { numerator: values.totals(INTERVAL_FIGURES.width), denominator }],
  ]
}
