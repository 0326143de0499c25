// From what was noted of each person to named figures with intervals.
import { bootstrap, meanOverPeople, type Estimate, type RatioOverPeople } from '../metrics/bootstrap'
import type { ExposureFigures } from './exposure'
import { ERROR_FIGURES, INTERVAL_FIGURES } from './observe'
import type { PersonValues } from './person-values'

/** All figures by name: those of persons with bootstrap intervals, those of all the lists together with jackknife intervals. */
export function summarise(values: PersonValues, exposures: ExposureFigures, seed: number): Record<string, Estimate> {
  const figures = new Map<string, RatioOverPeople>()
  const errors = new Set<string>([...Object.values(ERROR_FIGURES), ...Object.values(INTERVAL_FIGURES)])
  for (const name of values.figures) if (!errors.has(name)) figures.set(name, meanOverPeople(values.means(name)))
  for (const [name, ratio] of [...starFigures(values), ...intervalFigures(values)]) figures.set(name, ratio)
  const estimates = bootstrap([...figures.values()], { seed })
  const metrics = Object.fromEntries([...figures.keys()].map((name, i) => [name, estimates[i]]))
  return { ...metrics, ...exposures.estimates() }
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
