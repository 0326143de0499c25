// Fits a blend twice: without some people, to learn from them, and then on everybody.
import { AppError } from '@/lib/errors/app-error'
import type { CurvePoint, FitContext, TrainingData } from '../contract'
import { trackFit } from '../fit-progress'
import { countRaters } from '../preferences'
import type { HybridConfig } from './config'
import { readFeatures, type ItemFeatures } from './item-features'
import { emptyBook, learnBlend, learnNothing, withoutSilent, writeLessons, type Learned } from './learn'
import { Hybrid } from './model'
import { CONTENT, requirePart, type Part } from './parts'
import { holdOutPeople, type Validation, type ValidationPerson } from './validation'

/** The share of the progress that goes to the learning beside the fits. */
const LEARNING = 0.2

/** @throws AppError('bad_data') when the texts are not those of the items. Cost: two fits of every part (three where people are few), and the learning. */
export function fitHybrid(data: TrainingData, config: HybridConfig, context: FitContext): Hybrid {
  const step = trackFit(context)
  const { ratings, texts } = data
  if (texts.length !== ratings.nItems)
    throw new AppError('bad_data', `The catalogue has ${ratings.nItems} movies but ${texts.length} texts.`)
  const features = readFeatures(data, config.maxFeatures)
  const counts = countRaters(ratings, 1)
  const folds = holdOutPeople(ratings, { people: config.validationPeople, seed: context.seed })
  const nPeople = folds.reduce((sum, { people }) => sum + people.length, 0)
  const names = namesOf(data, config)
  const cold = Int32Array.from(counts.keys()).filter((item) => counts[item] === 0)
  const items = config.maxFeatures > 0 ? cold : new Int32Array(0)
  const taught =
    nPeople < config.minValidationPeople
      ? null
      : learnFrom(folds, { data, config, context, features, counts }, (fraction) => step(0.6 * fraction))
  // What content knows decides which films without ratings are known at all.
  const learned = taught && withoutSilent(taught, names, items.length > 0 ? [CONTENT] : [])
  const begun = learned ? 0.6 : 0
  const heard = names.filter((name) => !learned?.silent.includes(name))
  const parts = fitParts(data, config, context, heard, (fraction) => step(begun + (1 - begun) * fraction))
  return new Hybrid(parts, learned ?? learnNothing(parts), { items, features })
}

/** A part that needs a tag genome is left out where there is none. */
const namesOf = ({ genome }: TrainingData, config: HybridConfig) =>
  Object.keys(config.parts).filter((name) => requirePart(name).needs !== 'genome' || genome)

interface Task {
  data: TrainingData
  config: HybridConfig
  context: FitContext
  features: ItemFeatures
  counts: Uint32Array
}

function learnFrom(
  folds: readonly Validation[],
  { data, config, context, features, counts }: Task,
  step: (fraction: number) => void,
): Learned {
  const book = emptyBook()
  let last: { parts: Part[]; people: ValidationPerson[] } = { parts: [], people: [] }
  for (const [fold, { train, people }] of folds.entries()) {
    const within = (fraction: number) => step(((fold + fraction) / folds.length) * (1 - LEARNING))
    // The curves shown are those of the parts that stay.
    const silent = { ...context, onCurve: undefined }
    const parts = fitParts({ ...data, ratings: train }, config, silent, namesOf(data, config), (fraction) =>
      within(0.8 * fraction),
    )
    last = { parts, people }
    writeLessons(book, { ...last, config, seed: context.seed }, (fraction) => within(0.8 + 0.2 * fraction))
  }
  return learnBlend(book, { ...last, config, features, counts, seed: context.seed }, (fraction) =>
    step(1 - LEARNING + LEARNING * fraction),
  )
}

function fitParts(
  data: TrainingData,
  config: HybridConfig,
  context: FitContext,
  names: readonly string[],
  step: (fraction: number) => void,
): Part[] {
  return names.map((name, i) => {
    step(i / names.length)
    const onProgress = (fraction: number) => step((i + fraction) / names.length)
    const onCurve =
      context.onCurve && ((point: CurvePoint) => context.onCurve?.({ ...point, name: `${name} ${point.name}` }))
    return { name, model: requirePart(name).fit(data, config.parts[name], { ...context, onProgress, onCurve }) }
  })
}
