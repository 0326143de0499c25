// Weights of the parts by the size of the profile, and how they are learned.

/** Weights (parts, adding up to 1) for profiles of `size` ratings. */
export interface Knot {
  size: number
  weights: number[]
}

/**
 * The weights of a profile of n ratings: linear in ln(1 + n) between the knots, those of the nearest knot outside of them,
 * so that one more star never makes a list jump. @param knots sizes ascending, not empty.
 */
export function weightsFor(knots: readonly Knot[], n: number): number[] {
  const above = knots.findIndex(({ size }) => size >= n)
  if (above < 0) return knots[knots.length - 1].weights
  if (above === 0) return knots[0].weights
  const [low, high] = [knots[above - 1], knots[above]]
  const share = Math.log((1 + n) / (1 + low.size)) / Math.log((1 + high.size) / (1 + low.size))
  return low.weights.map((weight, m) => weight + share * (high.weights[m] - weight))
}

/** One person to learn from: a pool of films with what each part says, and which of them were to be found. */
export interface Lesson {
  /** (pool × parts) standardised scores. */
  features: Float32Array
  /** Places in the pool of the films to be found, ascending. */
  relevant: Int32Array
  /** How many were to be found in all, also outside the pool. */
  nRelevant: number
}

/** How deep a list is looked at. */
const LENGTH = 100
const STEPS = [0.4, 0.2, 0.1, 0.05, 0.025]
const MAX_ROUNDS = 10
const LEAST_GAIN = 1e-6

/**
 * Weights ≥ 0 that maximise the mean NDCG@100 of the lessons, by coordinate ascent.
 *
 * It starts from the best of: each part alone, and all alike; then moves one weight at a time by ±0.4, ±0.2 … ±0.025 (the others
 * scaled so that all add up to 1) while that helps. Never worse, on these lessons, than the best part. Deterministic.
 * O(tries · Σ pool · (parts + films to be found)), some 200 tries; 8 bytes per film of the largest pool.
 * Source: Metzler & Croft, "Linear feature-based models for information retrieval", 2007, §4.
 */
export function learnWeights(lessons: readonly Lesson[], nParts: number, check: () => void): number[] {
  const judge = createJudge(lessons, nParts)
  const alone = Array.from({ length: nParts }, (_, own) => Array.from({ length: nParts }, (_, m) => Number(m === own)))
  let best = Array.from({ length: nParts }, () => 1 / nParts)
  let value = judge(best)
  const take = (candidate: number[]): boolean => {
    check()
    const reached = judge(candidate)
    if (!(reached > value + LEAST_GAIN)) return false
    best = candidate
    value = reached
    return true
  }
  for (const candidate of alone) take(candidate)
  for (const step of STEPS)
    for (let round = 0, moved = true; moved && round < MAX_ROUNDS; round++) {
      moved = false
      for (let m = 0; m < nParts; m++)
        for (const sign of [1, -1]) {
          const candidate = move(best, m, sign * step)
          if (candidate && take(candidate)) moved = true
        }
    }
  return best
}

/** The weights with one of them moved, adding up to 1 again; null where that is not possible. */
function move(weights: readonly number[], m: number, by: number): number[] | null {
  const moved = weights.map((weight, i) => (i === m ? Math.max(0, weight + by) : weight))
  const sum = moved.reduce((total, weight) => total + weight, 0)
  return sum > 0 && moved[m] !== weights[m] ? moved.map((weight) => weight / sum) : null
}

/** Mean NDCG@100 of weights over the lessons. Of equal scores the later film in the pool is taken to come first. */
function createJudge(lessons: readonly Lesson[], nParts: number): (weights: readonly number[]) => number {
  const largest = Math.max(1, ...lessons.map(({ features }) => features.length / nParts))
  const scores = new Float64Array(largest)
  const discounts = Float64Array.from({ length: LENGTH }, (_, place) => 1 / Math.log2(place + 2))
  const ideal = discounts.slice()
  for (let i = 1; i < LENGTH; i++) ideal[i] += ideal[i - 1]
  return (weights) => {
    let total = 0
    for (const { features, relevant, nRelevant } of lessons) {
      const size = features.length / nParts
      for (let i = 0; i < size; i++) {
        let sum = 0
        for (let m = 0; m < nParts; m++) sum += weights[m] * features[i * nParts + m]
        scores[i] = sum
      }
      let gain = 0
      for (const i of relevant) {
        const place = placeOf(scores, i, size)
        if (place < LENGTH) gain += discounts[place]
      }
      total += gain / ideal[Math.min(LENGTH, nRelevant) - 1]
    }
    return total / lessons.length
  }
}

function placeOf(scores: Float64Array, item: number, size: number): number {
  const own = scores[item]
  let place = 0
  for (let j = 0; j < size && place < LENGTH; j++) if (scores[j] > own || (scores[j] === own && j > item)) place++
  return place
}
