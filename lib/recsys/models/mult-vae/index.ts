// Mult-VAE: a small neural network that squeezes what you like into a few numbers and guesses the rest from them.
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { multVaeConfigSchema, type MultVaeConfig } from './config'
import { fitMultVae } from './fit'
import { MultVae } from './model'
import { multVaeSpace } from './space'
import { loadMultVae, stateOf } from './state'
import { multVaeSpace } from './space'

/**
 * Variational autoencoder with a multinomial likelihood; with `variational: false` its denoising sibling, Mult-DAE.
 * Source: Liang, Krishnan, Hoffman & Jebara, "Variational autoencoders for collaborative filtering", WWW 2018.
 */
export const multVaeModel: ModelDefinition<MultVaeConfig> = {
  name: 'mult-vae',
  label: 'Neural network',
  description: 'Squeezes what you like into a few numbers and guesses the rest of your taste from them.',
  version: 1,
  reads: ['ratings'],
  slow: true,

  parseConfig: (config) => parseModelConfig('mult-vae', multVaeConfigSchema, config),
  space: multVaeSpace,

  fit: ({ ratings }, config, context) =>
    new MultVae(ratings.nItems, stateOf(fitMultVae(ratings, config, context)), config),

  load: (state, { ratings }, config) => new MultVae(ratings.nItems, loadMultVae(state, ratings.nItems), config),
}
