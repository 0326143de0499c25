// EASE: one learned weight between any two films, in closed form.
import type { ModelDefinition } from '../contract'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { easeConfigSchema, type EaseConfig } from './config'
import { LinearItemModel, loadLinearModel } from './model'
import { fitLinearWeights } from './solve'
import { easeSpace } from './space'

/**
 * Embarrassingly shallow autoencoder: min ‖X − XB‖² + λ ‖B‖², diag(B) = 0, solved by one inverse.
 * Memory: 8 bytes per pair of covered films at the peak, 4 kept.
 * Source: Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019.
 */
export const easeModel: ModelDefinition<EaseConfig> = {
  name: 'ease',
  label: 'Taste patterns',
  description: 'Weighs every film you rated by how well it foretells the others.',
  version: 2,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('ease', easeConfigSchema, config),
  space: easeSpace,

  fit({ ratings }, config, context) {
    const ridgeOf = () => config.regularization
    const step = trackFit(context)
    return new LinearItemModel(
      ratings.nItems,
      fitLinearWeights(ratings, { ...config, ridgeOf, threads: context.threads, step }),
    )
  },

  load: (state, { ratings }) => loadLinearModel('ease', state, ratings.nItems),
}
