// Successive halving: many configurations on few people, the better ones on more.

/** One round of the search. */
export interface Rung {
  /** Share of the people that take part. */
  share: number
  /** How many of the configurations come this far, the defaults not counted. */
  keep: number
}

const SHARES = [0.25, 0.5, 1]
/** One in so many goes on. */
const REDUCTION = 3

/**
 * The rounds for so many drawn configurations: all on a quarter of the people, a third on half of them, a ninth on all, at least one.
 * Source: Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016.
 * **Deviation:** the resource is people, not epochs, so that it means the same for every model.
 */
export const planRungs = (trials: number): Rung[] =>
  SHARES.map((share, r) => ({ share, keep: Math.max(1, Math.ceil(trials / REDUCTION ** r)) }))

/** How one configuration did; null where it could not be fitted. */
export interface Standing {
  trial: number
  value: number | null
}

/** The best so many, best first, ties by trial. Those that failed do not go on. */
export function selectBest(standings: readonly Standing[], keep: number, lowerIsBetter: boolean): number[] {
  const sign = lowerIsBetter ? 1 : -1
  return standings
    .flatMap(({ trial, value }) => (value === null || Number.isNaN(value) ? [] : [{ trial, value }]))
    .sort((a, b) => sign * (a.value - b.value) || a.trial - b.trial)
    .slice(0, keep)
    .map(({ trial }) => trial)
}
