// Biased matrix factorisation ("SVD"): how many stars you would give.
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { svdConfigSchema, type SvdConfig } from './config'
import { fitSvd } from './fit'
import { BiasedFactors } from './model'
import { readBiasedFactors } from './state'
import { svdSpace } from './space'

export const svdModel: ModelDefinition<SvdConfig> = {
  name: 'svd',
  label: 'Stars foretold',
  description: 'Foretells the stars you would give, and puts the surest favourites first.',
  version: 3,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('svd', svdConfigSchema, config),
  space: svdSpace,

  needsTimes: ({ timeBins }) => timeBins > 0,
  fit: ({ ratings }, config, context) => new BiasedFactors(fitSvd(ratings, config, context), config),

  load: (state, { ratings }, config) =>
    new BiasedFactors(
      readBiasedFactors('svd', state, { nItems: ratings.nItems, factors: config.factors, implicit: false }),
      config,
    ),
}
