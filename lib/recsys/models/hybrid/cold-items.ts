// Films without ratings: scored by what they are, on the scale of those that have been rated.
import { createRandom } from '@/lib/math/random'
import { topK } from '@/lib/math/top-k'
import { findHits, ndcg } from '../../metrics/ranking'
import { blend, scoreParts, standardScore, type PartScores } from './blend'
import { FeatureRegression, type FittedScores } from './feature-regression'
import { hasFeatures, type ItemFeatures } from './item-features'
import { CONTENT, type Part } from './parts'
import { isLike, pick, type ValidationPerson } from './validation'
import { weightsFor, type Knot } from './weights'

/** How a film without ratings is scored: intercept + slope · (predicted blend + contentWeight · standardised content score). */
export interface ColdRule {
  /** λ of the regression from features to blended scores. */
  regularization: number
  contentWeight: number
  intercept: number
  slope: number
}

const REGULARIZATIONS = [5, 20, 80, 300]
const CONTENT_WEIGHTS = [0, 0.1, 0.25, 0.5, 1, 2]
const SIMULATED_SHARE = 0.2
const MOST_PEOPLE = 300
const LENGTH = 10

/** Where there is nobody to learn from. */
export const PLAIN_COLD_RULE: ColdRule = { regularization: 30, contentWeight: 0.25, intercept: 0, slope: 1 }

/** One person whose profile lost the films that play cold. */
interface Trial {
  scored: PartScores[]
  blended: Float64Array
  relevant: ReadonlySet<number>
}

interface Lesson {
  parts: readonly Part[]
  people: readonly ValidationPerson[]
  features: ItemFeatures
  /** (nItems) training ratings of each item. */
  counts: Uint32Array
  knots: readonly Knot[]
  seed: number
}

/**
 * Learns the rule on rated films that play cold: a fifth of them, at random, leaves every profile and the regression, and λ and
 * the weight of content are those with the highest NDCG@10 among them; then the result is brought onto the scale of rated films by
 * least squares of the played films' true blended scores. That predicts a mean, so films without ratings push nothing aside lightly.
 * O(people · (the parts' scores + λs · nFeatures²)), at most 300 people.
 */
export function learnColdRule(lesson: Lesson, check: () => void): ColdRule {
  const { counts, features } = lesson
  const rated = Int32Array.from(counts.keys()).filter((item) => counts[item] > 0 && hasFeatures(features, item))
  const playing = createRandom(lesson.seed)
    .shuffle(rated.slice())
    .slice(0, Math.floor(rated.length * SIMULATED_SHARE))
    .sort()
  const trials = toTrials(lesson, new Set(playing), check)
  if (trials.length === 0) return PLAIN_COLD_RULE
  const taught = Uint8Array.from(counts, (count) => Number(count > 0))
  for (const item of playing) taught[item] = 0
  const content = lesson.parts.findIndex(({ name }) => name === CONTENT)
  const contents = trials.map(({ scored }) => contentScores(content < 0 ? undefined : scored[content], playing))
  let best = { ...PLAIN_COLD_RULE, value: -1 }
  for (const regularization of REGULARIZATIONS) {
    check()
    const regression = new FeatureRegression(features, taught, regularization)
    const predicted = trials.map(({ blended }) => {
      const fitted = regression.fit(blended)
      return Float64Array.from(playing, (item) => fitted.of(item))
    })
    for (const contentWeight of content < 0 ? [0] : CONTENT_WEIGHTS) {
      check()
      const raw = predicted.map((own, t) => own.map((value, i) => value + contentWeight * contents[t][i]))
      const value = trials.reduce((sum, { relevant }, t) => sum + judge(raw[t], playing, relevant), 0)
      if (value > best.value) best = { regularization, contentWeight, ...calibrate(trials, playing, raw), value }
    }
  }
  const { regularization, contentWeight, intercept, slope } = best
  return { regularization, contentWeight, intercept, slope }
}

function contentScores(content: PartScores | undefined, playing: Int32Array): Float64Array {
  return Float64Array.from(playing, (item) => (content ? standardScore(content, item) : 0))
}

/** Before it is brought onto the scale of rated films. */
export function rawScore(
  fitted: FittedScores,
  content: PartScores | undefined,
  contentWeight: number,
  item: number,
): number {
  return fitted.of(item) + (content && contentWeight > 0 ? contentWeight * standardScore(content, item) : 0)
}

function toTrials({ parts, people, knots }: Lesson, playing: ReadonlySet<number>, check: () => void): Trial[] {
  const trials: Trial[] = []
  for (const { known, hidden } of people.slice(0, MOST_PEOPLE)) {
    check()
    const places = Int32Array.from(known.items.keys()).filter((place) => !playing.has(known.items[place]))
    if (places.length === 0) continue
    const told = pick(known, places)
    const relevant = new Set(
      [known, hidden].flatMap(({ items, stars }) =>
        [...items].filter((item, i) => isLike(stars[i]) && playing.has(item)),
      ),
    )
    if (relevant.size === 0) continue
    const scored = scoreParts(parts, told)
    const blended = blend(scored, weightsFor(knots, told.items.length))
    trials.push({ scored, blended, relevant })
  }
  return trials
}

/** NDCG@10 among the films that play. @param scores (playing). */
function judge(scores: Float64Array, playing: Int32Array, relevant: ReadonlySet<number>): number {
  const places = topK(scores, LENGTH).indices
  const hits = findHits(
    places.map((place) => playing[place]),
    relevant,
  )
  return ndcg(hits, relevant.size, LENGTH)
}

/** Least squares of the true blended score on the raw one, over all that played. @param raw by trial, (playing). */
function calibrate(
  trials: readonly Trial[],
  playing: Int32Array,
  raw: readonly Float64Array[],
): Pick<ColdRule, 'intercept' | 'slope'> {
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0]
  trials.forEach(({ blended }, t) => {
    playing.forEach((item, i) => {
      const [x, y] = [raw[t][i], blended[item]]
      if (!Number.isFinite(y)) return
      n++
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    })
  })
  const spread = sumXX - (sumX * sumX) / n
  const slope = n > 1 && spread > 0 ? Math.max(0, (sumXY - (sumX * sumY) / n) / spread) : 1
  return { slope, intercept: n > 0 ? (sumY - slope * sumX) / n : 0 }
}
