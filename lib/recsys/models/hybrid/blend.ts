// The parts' scores of one person on one scale, and their weighted sum.
import type { RatingVector } from '../contract'
import type { Part } from './parts'

/** What one part says to one person. */
export interface PartScores {
  /** (nItems), -Infinity where the part has no opinion; empty where it was not asked. */
  scores: Float32Array
  /** 1 ÷ the standard deviation of its scores over the films that the person has not rated; 0 for a part that says the same of all. */
  inverseDeviation: number
  /** Its lowest score: what a film gets of which the part has no opinion. */
  floor: number
}

/** Of a part that was not asked. */
const UNASKED: PartScores = { scores: new Float32Array(0), inverseDeviation: 0, floor: 0 }

/** Asks every part, or those that are needed. O(the parts' scores + parts · nItems). */
export function scoreParts(
  parts: readonly Part[],
  ratings: RatingVector,
  isNeeded: (part: Part, m: number) => boolean = () => true,
): PartScores[] {
  return parts.map((part, m) => (isNeeded(part, m) ? standardise(part.model.score(ratings), ratings.items) : UNASKED))
}

/** @param scores (nItems). @param rated the items of the profile. O(nItems). */
export function standardise(scores: Float32Array, rated: Int32Array): PartScores {
  let n = 0
  let sum = 0
  let squares = 0
  let floor = Infinity
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]
    if (!Number.isFinite(score)) continue
    n++
    sum += score
    squares += score * score
    if (score < floor) floor = score
  }
  for (const item of rated) {
    const score = scores[item]
    if (!Number.isFinite(score)) continue
    n--
    sum -= score
    squares -= score * score
  }
  const variance = n > 1 ? squares / n - (sum / n) ** 2 : 0
  // What rounding leaves of equal scores is no variance.
  const varies = variance > 1e-12 * Math.max(squares / Math.max(n, 1), Number.MIN_VALUE)
  return {
    scores,
    inverseDeviation: varies ? 1 / Math.sqrt(variance) : 0,
    floor: Number.isFinite(floor) ? floor : 0,
  }
}

/** A part's score of an item in units of its own spread. */
export function standardScore({ scores, inverseDeviation, floor }: PartScores, item: number): number {
  const score = scores[item]
  return inverseDeviation * (Number.isFinite(score) ? score : floor)
}

/**
 * Σ_m w_m s_mi / σ_m over the parts with a weight.
 * @returns (nItems), -Infinity where no part with a weight has an opinion. O(parts · nItems).
 */
export function blend(scored: readonly PartScores[], weights: ArrayLike<number>): Float64Array {
  const nItems = Math.max(0, ...scored.map(({ scores }) => scores.length))
  const sums = new Float64Array(nItems)
  const known = new Uint8Array(nItems)
  for (let m = 0; m < scored.length; m++) {
    if (weights[m] === 0) continue
    const { scores, inverseDeviation, floor } = scored[m]
    const factor = weights[m] * inverseDeviation
    for (let item = 0; item < nItems; item++) {
      const score = scores[item]
      if (score > -Infinity) {
        known[item] = 1
        sums[item] += factor * score
      } else sums[item] += factor * floor
    }
  }
  for (let item = 0; item < nItems; item++) if (known[item] === 0) sums[item] = -Infinity
  return sums
}
