// Item-item kNN: films that the same people like as those you like.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition, ModelState } from '../contract'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { itemKnnConfigSchema, type ItemKnnConfig } from './config'
import { ItemKnn } from './model'
import { findNeighbours, type ItemNeighbours } from './neighbours'
import { itemKnnSpace } from './space'

export const itemKnnModel: ModelDefinition<ItemKnnConfig> = {
  name: 'item-knn',
  label: 'Loved together',
  description: 'Films that were loved by the same people as the ones you love.',
  version: 2,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('item-knn', itemKnnConfigSchema, config),
  space: itemKnnSpace,

  fit: ({ ratings }, config, context) =>
    new ItemKnn(findNeighbours(ratings, config, { threads: context.threads, step: trackFit(context) })),

  load: (state, { ratings }) => new ItemKnn(readNeighbours(state, ratings.nItems)),
}

function readNeighbours({ arrays: { indptr, indices, similarities } }: ModelState, nItems: number): ItemNeighbours {
  const typed = indptr instanceof Uint32Array && indices instanceof Int32Array && similarities instanceof Float32Array
  if (!typed || indptr.length !== nItems + 1)
    throw new AppError('bad_artefact', `The item-knn model does not cover the ${nItems} movies. Train it again.`)
  const sound =
    indptr.every((start, row) => row === 0 || start >= indptr[row - 1]) &&
    indptr[nItems] === indices.length &&
    similarities.length === indices.length &&
    indices.every((item) => item >= 0 && item < nItems)
  if (!sound) throw new AppError('bad_artefact', 'The item-knn model contradicts itself. Train it again.')
  return { indptr, indices, similarities }
}
