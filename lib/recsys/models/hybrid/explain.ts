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
  const merged = new MergedReasons()
  for (let m = 0; m < asked.parts.length; m++) addReasonsOf(merged, asked, m, weights[m])
  return merged.sorted()
}

/** The content part's reasons and, for the rest, the features of the film. Σ of the amounts is `score`. */
export function explainCold(asked: Asked, { contentWeight, slope }: ColdRule, score: number): Contribution[] {
  const merged = new MergedReasons()
  const content = asked.parts.findIndex(({ name }) => name === CONTENT)
  const told = content < 0 ? 0 : addReasonsOf(merged, asked, content, slope * contentWeight)
  merged.add({ kind: 'model', model: FEATURES, amount: score - told }, 1)
  return merged.sorted()
}

/**
 * One part's reasons times its weight in units of its spread, with the rest of its score under its name.
 * @returns Σ of the amounts added.
 */
function addReasonsOf(merged: MergedReasons, asked: Asked, m: number, weight: number): number {
  const { parts, scored, ratings, item } = asked
  const { name, model } = parts[m]
  const total = weight * standardScore(scored[m], item)
  if (total === 0) return 0
  const factor = weight * scored[m].inverseDeviation
  const hasOpinion = Number.isFinite(scored[m].scores[item])
  const own = hasOpinion ? (model.explain?.(ratings, item) ?? []) : []
  let told = 0
  let largest = Math.abs(total)
  for (const reason of own) {
    const amount = factor * reason.amount
    told += amount
    largest = Math.max(largest, Math.abs(amount))
    merged.add(reason, factor)
  }
  const rest = total - told
  if (Math.abs(rest) <= ROUNDING * largest) return told
  merged.add({ kind: 'model', model: name, amount: rest }, 1)
  return told + rest
}

/** One reason for each rated film, whichever parts named it. Thousands are merged for one page, so each is copied once. */
class MergedReasons {
  private readonly all: Contribution[] = []
  private readonly ofItem = new Map<number, Contribution>()

  /** Takes the reason `factor` times. */
  add(reason: Contribution, factor: number): void {
    const amount = factor * reason.amount
    const known = reason.kind === 'rated-item' ? this.ofItem.get(reason.item) : undefined
    if (known) {
      known.amount += amount
      return
    }
    const own = { ...reason, amount }
    this.all.push(own)
    if (own.kind === 'rated-item') this.ofItem.set(own.item, own)
  }

  sorted(): Contribution[] {
    return this.all.sort((a, b) => b.amount - a.amount)
  }
}
