// Fits a blend twice: without some people, to learn from them, and then on everybody.
import { AppError } from '@/lib/errors/app-error'
import type { FitContext, TrainingData } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import type { HybridConfig } from './config'
import { readFeatures } from './item-features'
import { learnBlend, learnNothing } from './learn'
import { Hybrid } from './model'
import { requirePart, type Part } from './parts'
import { holdOutPeople } from './validation'

/** Shares of the progress: the first fit, the learning; the rest is the second fit. */
const FIRST_FIT = 0.4
const LEARNING = 0.2

/** @throws AppError('bad_data') when the texts are not those of the items. Cost: two fits of every part, and the learning. */
export function fitHybrid(data: TrainingData, config: HybridConfig, context: FitContext): Hybrid {
  const step = trackFit(context)
  const { ratings, texts } = data
  if (texts.length !== ratings.nItems)
    throw new AppError('bad_data', `The catalogue has ${ratings.nItems} movies but ${texts.length} texts.`)
  const features = readFeatures(texts, config.maxFeatures)
  const counts = countRaters(ratings, 1)
  const validation = holdOutPeople(ratings, { people: config.validationPeople, seed: context.seed })
  const learns = validation.people.length >= config.minValidationPeople
  let learned = null
  if (learns) {
    const within = (from: number, share: number) => (fraction: number) => step(from + share * fraction)
    const parts = fitParts({ ...data, ratings: validation.train }, config, context, within(0, FIRST_FIT))
    const lessons = { parts, people: validation.people, features, counts, config, seed: context.seed }
    learned = learnBlend(lessons, within(FIRST_FIT, LEARNING))
  }
  const begun = learns ? FIRST_FIT + LEARNING : 0
  const parts = fitParts(data, config, context, (fraction) => step(begun + (1 - begun) * fraction))
  const cold = Int32Array.from(counts.keys()).filter((item) => counts[item] === 0)
  return new Hybrid(parts, learned ?? learnNothing(parts), {
    items: config.maxFeatures > 0 ? cold : cold.slice(0, 0),
    features,
  })
}

function fitParts(
  data: TrainingData,
  config: HybridConfig,
  context: FitContext,
  step: (fraction: number) => void,
): Part[] {
  const names = Object.keys(config.parts)
  return names.map((name, i) => {
    step(i / names.length)
    const onProgress = (fraction: number) => step((i + fraction) / names.length)
    return { name, model: requirePart(name).fit(data, config.parts[name], { ...context, onProgress }) }
  })
}
