// What a profile's stars say to models of likes: how much each rating counts for or against.
import type { RatingMatrix } from '../data/rating-matrix'
import type { Contribution, RatingVector } from './contract'

/** Stars that say neither yes nor no. */
export const NEUTRAL_STARS = 2.75

/** Stars from which a film counts as liked. */
export const LIKED_STARS = 3.5

/**
 * w(stars) = (stars − 2.75) / (5 − 2.75): 1 for five stars, 0.1 for three, −0.8 for one.
 * No rating weighs exactly nothing, so a profile of any stars can be ranked by. O(n) time, 8 bytes a rating.
 * @returns (n) in −1…1.
 */
export function preferenceWeights(stars: Float32Array): Float64Array {
  return weigh(stars, (s) => (s - NEUTRAL_STARS) / (5 - NEUTRAL_STARS))
}

/** σ is half-way up at three stars; what lies below is worth so much less than nothing. */
const INTEREST_MIDDLE = 3
const INTEREST_STEEPNESS = 2
const DISLIKE = 0.1

/**
 * w(stars) = (1 + d) σ(2 (stars − 3)) − d with σ the logistic function and d = 0.1: 0.98 for five stars, 0.87 for four, 0.45 for three, 0.03 for
 * two, −0.08 for one. What somebody watched and found middling still says what they watch; only what they disliked speaks against, and softly,
 * which ranks better than weights that are straight in the stars. No half-star weighs exactly nothing. O(n) time, 8 bytes a rating.
 * @returns (n) in −0.1…1.
 */
export function interestWeights(stars: Float32Array): Float64Array {
  return weigh(stars, (s) => (1 + DISLIKE) / (1 + Math.exp(-INTEREST_STEEPNESS * (s - INTEREST_MIDDLE))) - DISLIKE)
}

/** A plain loop: Float64Array.from would make a list of the stars first, and models ask for every film they explain. */
function weigh(stars: Float32Array, weightOf: (stars: number) => number): Float64Array {
  const weights = new Float64Array(stars.length)
  for (let j = 0; j < stars.length; j++) weights[j] = weightOf(stars[j])
  return weights
}

/**
 * Rated items as reasons, without those that add nothing, strongest first, ties by item.
 * @param amounts (n) what each rating of the profile adds to the score.
 */
export function ratedItemReasons({ items, stars }: RatingVector, amounts: ArrayLike<number>): Contribution[] {
  const reasons: Extract<Contribution, { kind: 'rated-item' }>[] = []
  for (let j = 0; j < items.length; j++)
    if (amounts[j] !== 0) reasons.push({ kind: 'rated-item', item: items[j], stars: stars[j], amount: amounts[j] })
  return reasons.sort((a, b) => b.amount - a.amount || a.item - b.item)
}

/** (nItems) how many rated each item with at least `minHalfStars`. O(nRatings). */
export function countRaters({ nItems, rows: { indices, halfStars } }: RatingMatrix, minHalfStars: number): Uint32Array {
  const counts = new Uint32Array(nItems)
  for (let e = 0; e < indices.length; e++) if (halfStars[e] >= minHalfStars) counts[indices[e]]++
  return counts
}

/** Item indices, the most rated first, ties by index. O(nItems log nItems). */
export function byPopularity(counts: Uint32Array): Int32Array {
  return Int32Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b)
}
