// The models that a blend may be made of, and those that it is made of where nothing is said.
import { AppError } from '@/lib/errors/app-error'
import { bayesianMfModel } from '../bayesian-mf'
import { contentModel } from '../content'
import type { FittedModel, ModelDefinition } from '../contract'
import { easeModel } from '../ease'
import { edlaeModel } from '../edlae'
import { genomeModel } from '../genome'
import { implicitAlsModel } from '../implicit-als'
import { itemKnnModel } from '../item-knn'
import { multVaeModel } from '../mult-vae'
import { nmfModel } from '../nmf'
import { popularityModel } from '../popularity'
import { svdModel } from '../svd'
import { svdppModel } from '../svdpp'
import { userKnnModel } from '../user-knn'

const known: readonly ModelDefinition[] = [
  easeModel,
  edlaeModel,
  implicitAlsModel,
  itemKnnModel,
  userKnnModel,
  svdModel,
  svdppModel,
  bayesianMfModel,
  nmfModel,
  multVaeModel,
  genomeModel,
  contentModel,
  popularityModel,
]

export const POPULARITY = popularityModel.name
export const CONTENT = contentModel.name

/** Hyper-parameters by name, in the order in which the parts are fitted. */
export const DEFAULT_PARTS: Readonly<Record<string, unknown>> = {
  edlae: {},
  // Only where the data has a tag genome.
  genome: {},
  'implicit-als': {},
  'item-knn': {},
  svd: {},
  // What the crowd likes is a part of its own, and knows nothing of films without ratings.
  content: { crowdWeight: 0 },
  // Before anything is known of a person, what most people watch beats what few people love.
  popularity: { rankBy: 'count' },
}

/** A fitted model under its name. */
export interface Part {
  name: string
  model: FittedModel
}

/** @throws AppError('invalid') naming the models that can be blended. */
export function requirePart(name: string): ModelDefinition {
  const found = known.find((definition) => definition.name === name)
  if (found) return found
  const names = known.map((definition) => definition.name).join(', ')
  throw new AppError('invalid', `The configuration of hybrid is not valid. parts: "${name}" is none of ${names}.`, {
    fieldErrors: { parts: [`Choose among: ${names}.`] },
  })
}
