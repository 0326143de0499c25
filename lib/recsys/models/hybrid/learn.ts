// Everything that a blend learns from people who were kept out: weights, who predicts stars, and how films without ratings rank.
import type { FittedModel } from '../contract'
import { learnColdRule, PLAIN_COLD_RULE, type ColdRule } from './cold-items'
import type { HybridConfig } from './config'
import type { ItemFeatures } from './item-features'
import { askBriefly, askWhole, toLesson } from './lessons'
import { POPULARITY, type Part } from './parts'
import type { ValidationPerson } from './validation'
import { learnWeights, type Knot, type Lesson } from './weights'

/** What is kept of the learning beside the fitted parts. */
export interface Learned {
  /** Weights in the order of the parts; the first knot is the empty profile. */
  knots: Knot[]
  /** Which part predicts stars. */
  starsPart: string | null
  cold: ColdRule
  /** Parts that were tried and are not needed, whatever is asked: they are not fitted again. */
  silent: string[]
}

/** Sizes of the small profiles that are tried out. */
const SMALL_PROFILES = [2, 8]
/** Small profiles are tried on so many people: their weights need less precision than those of everybody else. */
const MOST_PEOPLE_BRIEFLY = 300

/** What a first fit taught about the people it did not see. */
export interface LessonBook {
  whole: Lesson[]
  /** By the sizes of {@link SMALL_PROFILES}. */
  small: Lesson[][]
  /** How many ratings each whole profile has. */
  sizes: number[]
}

export const emptyBook = (): LessonBook => ({ whole: [], small: SMALL_PROFILES.map(() => []), sizes: [] })

interface Class {
  /** Fitted without the people. */
  parts: readonly Part[]
  people: readonly ValidationPerson[]
  config: HybridConfig
  seed: number
}

/** Adds what the parts say to these people. @param step told the fraction that is done; may throw to cancel. */
export function writeLessons(
  book: LessonBook,
  { parts, people, config, seed }: Class,
  step: (fraction: number) => void,
): void {
  for (const [i, person] of people.entries()) {
    step(i / people.length)
    book.sizes.push(person.known.items.length)
    book.whole.push(toLesson(parts, askWhole(person), config.poolSize))
    for (const [s, size] of SMALL_PROFILES.entries()) {
      const question = i < MOST_PEOPLE_BRIEFLY ? askBriefly(person, size, seed + i) : null
      if (question) book.small[s].push(toLesson(parts, question, config.poolSize))
    }
  }
}

/** @param lastClass of it the rest is learned: who predicts stars, and how films without ratings rank. */
export function learnBlend(
  book: LessonBook,
  lastClass: Class & { features: ItemFeatures; counts: Uint32Array },
  step: (fraction: number) => void,
): Learned {
  const { parts, people, config } = lastClass
  const knots: Knot[] = [onlyPopularity(parts.map(({ name }) => name))]
  const typical = medianOf(book.sizes)
  for (const [s, size] of SMALL_PROFILES.entries()) {
    const lessons = book.small[s]
    if (size < typical && lessons.length >= config.minValidationPeople)
      knots.push({ size, weights: learnWeights(lessons, parts.length, () => step(0.2)) })
  }
  knots.push({ size: typical, weights: learnWeights(book.whole, parts.length, () => step(0.4)) })
  return {
    knots,
    starsPart: chooseStarsPart(parts, people),
    cold: learnColdRule({ ...lastClass, knots }, () => step(0.6)),
    silent: [],
  }
}

/**
 * The same without the parts that never have a weight and do not predict the stars: every answer stays what it is.
 * @param names of the parts of the knots. @param keep parts that are needed all the same.
 */
export function withoutSilent(learned: Learned, names: readonly string[], keep: readonly string[]): Learned {
  const { knots, starsPart } = learned
  const isHeard = (name: string, m: number) =>
    name === starsPart || keep.includes(name) || knots.some(({ weights }) => weights[m] > 0)
  const heard = names.map(isHeard)
  return {
    ...learned,
    knots: knots.map(({ size, weights }) => ({ size, weights: weights.filter((_, m) => heard[m]) })),
    silent: names.filter((_, m) => !heard[m]),
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
    silent: [],
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

function medianOf(sizes: readonly number[]): number {
  return [...sizes].sort((a, b) => a - b)[sizes.length >> 1]
}
