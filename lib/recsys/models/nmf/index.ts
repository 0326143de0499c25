// Non-negative matrix factorisation: your taste as a mixture, and how many stars it would give.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { nmfConfigSchema, type NmfConfig } from './config'
import { fitNmf } from './fit'
import { Nmf } from './model'
import { nmfSpace } from './space'

export const nmfModel: ModelDefinition<NmfConfig> = {
  name: 'nmf',
  label: 'A mixture of tastes',
  description: 'Finds the tastes that people are made of, and mixes yours from them.',
  version: 1,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('nmf', nmfConfigSchema, config),
  space: nmfSpace,

  fit: ({ ratings }, config, context) => new Nmf(fitNmf(ratings, config, context), config),

  load({ arrays: { itemFactors, counts, meanTaste } }, { ratings: { nItems } }, config) {
    const typed =
      itemFactors instanceof Float32Array && counts instanceof Uint32Array && meanTaste instanceof Float64Array
    const { factors } = config
    if (!typed || counts.length !== nItems || itemFactors.length !== nItems * factors || meanTaste.length !== factors)
      throw new AppError(
        'bad_artefact',
        `The nmf model does not cover the ${nItems} movies with ${factors} factors. Train it again.`,
      )
    return new Nmf({ itemFactors, counts, meanTaste }, config)
  },
}
