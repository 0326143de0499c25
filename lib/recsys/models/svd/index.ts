// Biased matrix factorisation ("SVD"): how many stars you would give.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition, ModelState } from '../contract'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { svdConfigSchema, type SvdConfig } from './config'
import { fitSvd, type SvdState } from './fit'
import { Svd } from './model'
import { svdSpace } from './space'

export const svdModel: ModelDefinition<SvdConfig> = {
  name: 'svd',
  label: 'Stars foretold',
  description: 'Foretells the stars you would give, and puts the surest favourites first.',
  version: 1,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('svd', svdConfigSchema, config),
  space: svdSpace,

  fit: ({ ratings }, config, context) => new Svd(fitSvd(ratings, config, context.seed, trackFit(context)), config),

  load: (state, { ratings }, config) => new Svd(readState(state, ratings.nItems, config.factors), config),
}

function readState({ arrays, meta }: ModelState, nItems: number, factors: number): SvdState {
  const { itemBiases, itemFactors, counts } = arrays
  const { globalMean } = meta
  const typed =
    itemBiases instanceof Float32Array &&
    itemFactors instanceof Float32Array &&
    counts instanceof Uint32Array &&
    typeof globalMean === 'number'
  if (!typed || counts.length !== nItems || itemBiases.length !== nItems || itemFactors.length !== nItems * factors)
    throw new AppError(
      'bad_artefact',
      `The svd model does not cover the ${nItems} movies with ${factors} factors. Train it again.`,
    )
  return { globalMean, itemBiases, itemFactors, counts }
}
