// Implicit ALS: people and films in one space of hidden qualities.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { implicitAlsConfigSchema, type ImplicitAlsConfig } from './config'
import { fitItemFactors } from './fit'
import { ImplicitAls } from './model'
import { implicitAlsSpace } from './space'

export const implicitAlsModel: ModelDefinition<ImplicitAlsConfig> = {
  name: 'implicit-als',
  label: 'Hidden qualities',
  description: 'Learns what lies behind your likes, and finds films that have it too.',
  version: 3,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('implicit-als', implicitAlsConfigSchema, config),
  space: implicitAlsSpace,

  needsTimes: ({ recencyWeight }) => recencyWeight > 0,
  fit: ({ ratings }, config, context) => new ImplicitAls(fitItemFactors(ratings, config, context), config),

  load({ arrays: { itemFactors } }, { ratings }, config) {
    if (!(itemFactors instanceof Float32Array) || itemFactors.length !== ratings.nItems * config.factors)
      throw new AppError(
        'bad_artefact',
        `The implicit-als model does not cover the ${ratings.nItems} movies with ${config.factors} factors. Train it again.`,
      )
    return new ImplicitAls(itemFactors, config)
  },
}
