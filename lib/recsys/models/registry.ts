// Every model there is. A new one is a folder beside this file and a line in it.
import { AppError } from '@/lib/errors/app-error'
import { bayesianMfModel } from './bayesian-mf'
import { contentModel } from './content'
import type { ModelDefinition } from './contract'
import { easeModel } from './ease'
import { edlaeModel } from './edlae'
import { genomeModel, lackOfGenome } from './genome'
import { hybridModel } from './hybrid'
import { implicitAlsModel } from './implicit-als'
import { itemKnnModel } from './item-knn'
import { multVaeModel } from './mult-vae'
import { nmfModel } from './nmf'
import { popularityModel } from './popularity'
import { svdModel } from './svd'
import { svdppModel } from './svdpp'
import { userKnnModel } from './user-knn'

/** In the order in which they are offered. */
export const models: readonly ModelDefinition[] = [
  hybridModel,
  userKnnModel,
  itemKnnModel,
  easeModel,
  edlaeModel,
  implicitAlsModel,
  svdModel,
  svdppModel,
  bayesianMfModel,
  nmfModel,
  multVaeModel,
  genomeModel,
  contentModel,
  popularityModel,
]

/** Those that data with or without a tag genome can serve. */
export const modelsFor = (data: { hasGenome: boolean }): readonly ModelDefinition[] =>
  models.filter(({ needs }) => needs !== 'genome' || data.hasGenome)

/** @throws AppError('invalid') when the model needs what the data does not have. */
export function requireServed(
  { name, needs }: Pick<ModelDefinition, 'name' | 'needs'>,
  data: { hasGenome: boolean },
): void {
  if (needs === 'genome' && !data.hasGenome) throw lackOfGenome(name)
}

/** The model of that name, or null. */
export function findModel(name: string): ModelDefinition | null {
  return models.find((model) => model.name === name) ?? null
}

/** @throws AppError('invalid') naming the models there are. */
export function requireModel(name: string): ModelDefinition {
  const model = findModel(name)
  if (model) return model
  const names = models.map((known) => known.name).join(', ')
  throw new AppError('invalid', `There is no method called "${name}". Choose one of: ${names}.`, {
    fieldErrors: { method: [`Choose one of: ${names}.`] },
  })
}
