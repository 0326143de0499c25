// Item-item kNN: films that the same people like as those you like.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition, ModelState } from '../contract'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { measureBaselines, type ItemBaselines } from '../baselines'
import { itemKnnConfigSchema, type ItemKnnConfig } from './config'
import { ItemKnn } from './model'
import { findNeighbours, worthwhileThreads, type ItemNeighbours } from './neighbours'
import { itemKnnSpace } from './space'

export const itemKnnModel: ModelDefinition<ItemKnnConfig> = {
  name: 'item-knn',
  label: 'Loved together',
  description: 'Films that were loved by the same people as the ones you love.',
  version: 3,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('item-knn', itemKnnConfigSchema, config),
  space: itemKnnSpace,

  fit({ ratings }, config, context) {
    const step = trackFit(context)
    const baselines = measureBaselines(ratings, config.itemBiasShrinkage)
    const threads = worthwhileThreads(ratings, config.minStars, context.threads)
    return new ItemKnn(findNeighbours(ratings, config, { threads, step }), baselines, config)
  },

  load: (state, { ratings }, config) =>
    new ItemKnn(readNeighbours(state, ratings.nItems), readBaselines(state, ratings.nItems), config),
}

function readBaselines(
  { arrays: { itemBiases, counts }, meta: { globalMean } }: ModelState,
  nItems: number,
): ItemBaselines {
  const typed = itemBiases instanceof Float32Array && counts instanceof Uint32Array && typeof globalMean === 'number'
  if (!typed || itemBiases.length !== nItems || counts.length !== nItems)
    throw new AppError(
      'bad_artefact',
      `The item-knn model does not know how the ${nItems} movies are rated. Train it again.`,
    )
  return { globalMean, itemBiases, counts }
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
