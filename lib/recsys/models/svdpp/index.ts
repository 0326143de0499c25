// SVD++: how many stars you would give, from what you rated and from which films you chose to rate at all.
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { BiasedFactors } from '../svd/model'
import { readBiasedFactors } from '../svd/state'
import { svdppConfigSchema, type SvdppConfig } from './config'
import { fitSvdpp } from './fit'
import { svdppSpace } from './space'

export const svdppModel: ModelDefinition<SvdppConfig> = {
  name: 'svdpp',
  label: 'Stars and choices',
  description: 'Foretells your stars from those you gave, and from which films you chose to see.',
  version: 2,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('svdpp', svdppConfigSchema, config),
  space: svdppSpace,

  needsTimes: ({ timeBins }) => timeBins > 0,
  fit: ({ ratings }, config, context) => new BiasedFactors(fitSvdpp(ratings, config, context), config),

  load: (state, { ratings }, config) =>
    new BiasedFactors(
      readBiasedFactors('svdpp', state, { nItems: ratings.nItems, factors: config.factors, implicit: true }),
      config,
    ),
}
