// Every model there is. A new one is a folder beside this file and a line in it.
import { AppError } from '@/lib/errors/app-error'
import { contentModel } from './content'
import type { ModelDefinition } from './contract'
import { easeModel } from './ease'
import { edlaeModel } from './edlae'
import { hybridModel } from './hybrid'
import { implicitAlsModel } from './implicit-als'
import { itemKnnModel } from './item-knn'
import { popularityModel } from './popularity'
import { svdModel } from './svd'
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
  contentModel,
  popularityModel,
]

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
