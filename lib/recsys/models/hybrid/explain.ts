// Why a blend ranks a film where it does: the parts' own reasons, weighed, and what no reason accounts for.
import type { Contribution, RatingVector } from '../contract'
import { standardScore, type PartScores } from './blend'
import type { ColdRule } from './cold-items'
import { CONTENT, type Part } from './parts'

interface Asked {
  parts: readonly Part[]
  scored: readonly PartScores[]
  ratings: RatingVector
  item: number
}

/** A share smaller than this of the largest amount is rounding. */
const ROUNDING = 1e-5

/** How the reason for a film without ratings is called where no single rating accounts for it. */
const FEATURES = 'features'

/** Σ of the amounts is the blended score. Strongest first. */
export function explainWarm(asked: Asked, weights: readonly number[]): Contribution[] {
  const reasons = asked.parts.flatMap((_, m) => reasonsOf(asked, m, weights[m]))
  return merge(reasons)
}

/** The content part's reasons and, for the rest, the features of the film. Σ of the amounts is `score`. */
export function explainCold(asked: Asked, { contentWeight, slope }: ColdRule, score: number): Contribution[] {
  const content = asked.parts.findIndex(({ name }) => name === CONTENT)
  const reasons = content < 0 ? [] : reasonsOf(asked, content, slope * contentWeight)
  const rest = score - sumOf(reasons)
  return merge([...reasons, { kind: 'model', model: FEATURES, amount: rest }])
}

/** One part's reasons times its weight in units of its spread, with the rest of its score under its name. */
function reasonsOf({ parts, scored, ratings, item }: Asked, m: number, weight: number): Contribution[] {
  const { name, model } = parts[m]
  const total = weight * standardScore(scored[m], item)
  if (total === 0) return []
  const factor = weight * scored[m].inverseDeviation
  const hasOpinion = Number.isFinite(scored[m].scores[item])
  const own = hasOpinion ? (model.explain?.(ratings, item) ?? []) : []
  const reasons = own.map((reason) => ({ ...reason, amount: factor * reason.amount }))
  const rest = total - sumOf(reasons)
  const largest = Math.max(Math.abs(total), ...reasons.map(({ amount }) => Math.abs(amount)))
  return Math.abs(rest) > ROUNDING * largest ? [...reasons, { kind: 'model', model: name, amount: rest }] : reasons
}

/** One reason for each rated film, whichever parts named it. */
function merge(reasons: readonly Contribution[]): Contribution[] {
  const merged = new Map<string, Contribution>()
  for (const [i, reason] of reasons.entries()) {
    const key = reason.kind === 'rated-item' ? `item ${reason.item}` : `reason ${i}`
    const known = merged.get(key)
    merged.set(key, known ? { ...known, ...reason, amount: known.amount + reason.amount } : reason)
  }
  return [...merged.values()].sort((a, b) => b.amount - a.amount)
}

const sumOf = (reasons: readonly Contribution[]) => reasons.reduce((sum, { amount }) => sum + amount, 0)
