// Two models on the same people: how much one is ahead, how sure that is, and a test.
import { bootstrap, meanOverPeople } from '../metrics/bootstrap'
import { adjustByHolm, wilcoxonSignedRank } from '../metrics/paired-tests'
import type { PersonValues } from './person-values'

export interface Comparison {
  a: string
  b: string
  metric: string
  /** Mean over people of a − b, with its 95 % paired bootstrap interval. */
  difference: number
  low: number | null
  high: number | null
  people: number
  /** People for whom a, or b, has the higher value. */
  aAhead: number
  bAhead: number
  test: 'Wilcoxon signed-rank, two-sided'
  p: number
  /** Adjusted by Holm for all comparisons of this metric. */
  pAdjusted: number
}

export interface Contender {
  label: string
  values: PersonValues
}

/**
 * Compares every pair of contenders on one metric, over the people for whom both have a value.
 *
 * The interval is a percentile bootstrap of the per-person differences; the test is Wilcoxon's signed-rank test, adjusted by Holm
 * over the pairs. Both are paired: what is hard for everybody cancels out. O(pairs · people log people).
 */
export function compareOnMetric(contenders: readonly Contender[], metric: string, seed: number): Comparison[] {
  const pairs = contenders.flatMap((a, i) => contenders.slice(i + 1).map((b) => comparePair(a, b, metric, seed)))
  const adjusted = adjustByHolm(pairs.map(({ p }) => p))
  return pairs.map((pair, i) => ({ ...pair, pAdjusted: adjusted[i] }))
}

function comparePair(a: Contender, b: Contender, metric: string, seed: number): Comparison {
  const differences = differencesOf(a.values, b.values, metric)
  const [{ value, low, high }] = bootstrap([meanOverPeople(differences)], { seed })
  const { p } = wilcoxonSignedRank(differences)
  return {
    a: a.label,
    b: b.label,
    metric,
    difference: value,
    low,
    high,
    people: differences.length,
    aAhead: differences.filter((difference) => difference > 0).length,
    bAhead: differences.filter((difference) => difference < 0).length,
    test: 'Wilcoxon signed-rank, two-sided',
    p,
    pAdjusted: p,
  }
}

/** a − b for everyone who has both. */
function differencesOf(a: PersonValues, b: PersonValues, metric: string): Float64Array {
  const others = b.means(metric)
  const ofOther = new Map(b.userIds.map((userId, row) => [userId, others[row]]))
  const own = a.means(metric)
  return Float64Array.from(a.userIds, (userId, row) => own[row] - (ofOther.get(userId) ?? Number.NaN)).filter(
    (difference) => !Number.isNaN(difference),
  )
}
