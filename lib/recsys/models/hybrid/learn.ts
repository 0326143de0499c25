// Everything that a blend learns from people who were kept out: weights, who predicts stars, and how films without ratings rank.
import type { FittedModel } from '../contract'
import { learnColdRule, PLAIN_COLD_RULE, type ColdRule } from './cold-items'
import type { HybridConfig } from './config'
import type { ItemFeatures } from './item-features'
import { askBriefly, askWhole, toLesson } from './lessons'
import { POPULARITY, type Part } from './parts'
import type { ValidationPerson } from './validation'
import { learnWeights, type Knot } from './weights'

/** What is kept of the learning beside the fitted parts. */
export interface Learned {
  /** Weights in the order of the parts; the first knot is the empty profile. */
  knots: Knot[]
  /** Which part predicts stars. */
  starsPart: string | null
  cold: ColdRule
}

/** Sizes of the small profiles that are tried out. */
const SMALL_PROFILES = [2, 8]
/** Small profiles are tried on so many people: their weights need less precision than those of everybody else. */
const MOST_PEOPLE_BRIEFLY = 300

interface Lessons {
  /** Fitted without the people. */
  parts: readonly Part[]
  people: readonly ValidationPerson[]
  features: ItemFeatures
  counts: Uint32Array
  config: HybridConfig
  seed: number
}

/** @param step told the fraction that is done; may throw to cancel. */
export function learnBlend(lessons: Lessons, step: (fraction: number) => void): Learned {
  const { parts, people, config, seed } = lessons
  const names = parts.map(({ name }) => name)
  const knots: Knot[] = [onlyPopularity(names)]
  const whole = people.map((person, i) => {
    step((0.5 * i) / people.length)
    return toLesson(parts, askWhole(person), config.poolSize)
  })
  const typical = medianOf(people.map(({ known }) => known.items.length))
  for (const size of SMALL_PROFILES) {
    const small = people.slice(0, MOST_PEOPLE_BRIEFLY).flatMap((person, i) => {
      step(0.5)
      const question = askBriefly(person, size, seed + i)
      return question ? [toLesson(parts, question, config.poolSize)] : []
    })
    if (size < typical && small.length >= config.minValidationPeople)
      knots.push({ size, weights: learnWeights(small, parts.length, () => step(0.7)) })
  }
  knots.push({ size: typical, weights: learnWeights(whole, parts.length, () => step(0.8)) })
  return {
    knots,
    starsPart: chooseStarsPart(parts, people),
    cold: learnColdRule({ ...lessons, knots }, () => step(0.9)),
  }
}

/** Where there are too few people to learn from: all parts alike, popularity for empty profiles alone. */
export function learnNothing(parts: readonly Part[]): Learned {
  const names = parts.map(({ name }) => name)
  const others = names.filter((name) => name !== POPULARITY)
  const alike = names.map((name) => (name === POPULARITY ? 0 : 1 / others.length))
  const empty = onlyPopularity(names)
  return {
    knots: others.length > 0 ? [empty, { size: 1, weights: alike }] : [empty],
    starsPart: parts.find(({ model }) => predicts(model))?.name ?? null,
    cold: PLAIN_COLD_RULE,
  }
}

const onlyPopularity = (names: readonly string[]): Knot => ({
  size: 0,
  weights: names.map((name) => Number(name === POPULARITY)),
})

const predicts = (model: FittedModel) => Boolean(model.predictAll ?? model.predict)

/** The part with the smallest squared error over the hidden ratings; the person's own mean counts where it does not predict. */
function chooseStarsPart(parts: readonly Part[], people: readonly ValidationPerson[]): string | null {
  let best: { name: string; error: number } | null = null
  for (const { name, model } of parts) {
    if (!predicts(model)) continue
    let error = 0
    for (const { known, hidden } of people) {
      const own = known.stars.reduce((sum, stars) => sum + stars, 0) / known.stars.length
      const all = model.predictAll?.(known)
      hidden.items.forEach((item, i) => {
        const predicted = all ? all[item] : (model.predict?.(known, item) ?? Number.NaN)
        error += ((Number.isNaN(predicted) ? own : predicted) - hidden.stars[i]) ** 2
      })
    }
    if (!best || error < best.error) best = { name, error }
  }
  return best?.name ?? null
}

function medianOf(sizes: number[]): number {
  return sizes.sort((a, b) => a - b)[sizes.length >> 1]
}
