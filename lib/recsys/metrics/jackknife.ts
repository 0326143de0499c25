// How sure a figure is that belongs to all lists together: the deviation by leaving people out, one at a time.
import type { Estimate } from './bootstrap'

/** Lists of one round, row by row in one array: what Coverage and Gini are made of. */
export interface ShownLists {
  /** (people × longest) items, best first; behind the length of a list there is nothing to read. */
  items: ArrayLike<number>
  /** (people) how many items each list has. */
  lengths: ArrayLike<number>
  longest: number
}

/** (people) how much each figure would rise without that person. */
export interface Changes {
  coverage: Float64Array
  gini: Float64Array
}

/** How often each item stands among the first k of a list. O(lists). @returns (nItems). */
export function countShown({ items, lengths, longest }: ShownLists, k: number, nItems: number): Uint32Array {
  const shown = new Uint32Array(nItems)
  for (let row = 0; row < lengths.length; row++) {
    const end = row * longest + Math.min(k, lengths[row])
    for (let at = row * longest; at < end; at++) shown[items[at]]++
  }
  return shown
}

/**
 * Coverage and Gini without each person in turn, less the same with everybody: exactly what counting again would give.
 *
 * Coverage falls by the items that this list alone shows. Gini is G = D ÷ (n Σ x) with D = Σ_{a<b} |x_a − x_b|; taking a list S away
 * lowers x by 1 on S, which changes the pairs with one item in S only: by −1 where that item is the more shown, else by +1. So
 * ΔD = Σ_{a∈S} (n − 2·#{b: x_b < x_a}) − #{(a, b) ∈ S²: x_a = x_b}, where (a, a) counts too.
 * O(nItems + lists) time. A gini is NaN where nobody else has a list.
 *
 * @param shown (nItems) as countShown answers it. @param isCandidate (nItems) 1 for those that could be shown; all lists keep to them.
 */
export function changesWithoutEach(
  lists: ShownLists,
  k: number,
  { shown, isCandidate }: { shown: Uint32Array; isCandidate: Uint8Array },
): Changes {
  const { items, lengths, longest } = lists
  const { below, nCandidates, total, spread } = describeCounts(shown, isCandidate)
  const gini = spread / (nCandidates * total)
  const changes = { coverage: new Float64Array(lengths.length), gini: new Float64Array(lengths.length) }
  const alike = new Int32Array(below.length)
  for (let row = 0; row < lengths.length; row++) {
    const start = row * longest
    const end = start + Math.min(k, lengths[row])
    let alone = 0
    let change = 0
    for (let at = start; at < end; at++) {
      const times = shown[items[at]]
      if (times === 1) alone++
      // Pairs of equal count within the list: m of them make 1 + 3 + … = m².
      change += nCandidates - 2 * below[times] - (2 * alike[times]++ + 1)
    }
    for (let at = start; at < end; at++) alike[shown[items[at]]] = 0
    changes.coverage[row] = -alone / nCandidates
    changes.gini[row] = (spread + change) / (nCandidates * (total - (end - start))) - gini
  }
  return changes
}

/** below[v]: candidates that are shown less often than v times; total Σ x; spread Σ_{a<b} |x_a − x_b|. */
function describeCounts(shown: Uint32Array, isCandidate: Uint8Array) {
  const most = shown.reduce((highest, times) => Math.max(highest, times), 0)
  const alike = new Float64Array(most + 1)
  for (let item = 0; item < shown.length; item++) if (isCandidate[item] === 1) alike[shown[item]]++
  const nCandidates = alike.reduce((sum, items) => sum + items, 0)
  const below = new Float64Array(most + 1)
  let total = 0
  let spread = 0
  for (let times = 0, lower = 0; times <= most; lower += alike[times++]) {
    below[times] = lower
    total += times * alike[times]
    // Against each that is shown less its count adds, against each that is shown more it takes away.
    spread += times * alike[times] * (lower - (nCandidates - lower - alike[times]))
  }
  return { below, nCandidates, total, spread }
}

/**
 * value ± 1.96 deviations, kept within 0…1. The deviation is the jackknife's: s² = (n − 1)/n Σ (d_i − d̄)².
 *
 * On average s² n / (n − 1) is not below the variance over samples of one person fewer (Efron & Stein 1981), whatever the figure; a bootstrap's can be:
 * a resample leaves out a third of the people, and what few lists show is gone with them (docs/evaluation.md has figures).
 * @param changes d, (n people) how much the figure changes without each. No interval for fewer than two, or where a change is NaN.
 * Source: Efron & Stein, Annals of Statistics 1981; Tukey 1958.
 */
export function jackknife(value: number, changes: Float64Array): Estimate {
  const n = changes.length
  const mean = changes.reduce((sum, change) => sum + change, 0) / n
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0)
  const half = 1.96 * Math.sqrt(((n - 1) / n) * squares)
  if (n < 2 || Number.isNaN(value) || Number.isNaN(half)) return { value, low: null, high: null }
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}
