// EDLAE: EASE trained as if part of every profile were missing.
import type { ModelDefinition } from '../contract'
import { LinearItemModel, loadLinearModel } from '../ease/model'
import { fitLinearWeights } from '../ease/solve'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { edlaeConfigSchema, type EdlaeConfig } from './config'
import { edlaeSpace } from './space'

/**
 * Emphasised denoising linear autoencoder: the closed form of training with dropout p and full emphasis on what was dropped,
 * which adds Λ = p / (1 − p) · diag(XᵀX) + λ I to the Gram matrix. Memory as for EASE.
 * Source: Steck, "Autoencoders that don't overfit towards the identity", NeurIPS 2020, eq. 9 with a = 1, b = 0.
 */
export const edlaeModel: ModelDefinition<EdlaeConfig> = {
  name: 'edlae',
  label: 'Steady taste patterns',
  description: 'Taste patterns that hold even when part of what you like is unknown.',
  version: 2,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('edlae', edlaeConfigSchema, config),
  space: edlaeSpace,

  fit({ ratings }, config, context) {
    const { dropout, regularization } = config
    const ridgeOf = (count: number) => (dropout / (1 - dropout)) * count + regularization
    const step = trackFit(context)
    return new LinearItemModel(
      ratings.nItems,
      fitLinearWeights(ratings, { ...config, ridgeOf, threads: context.threads, step }),
    )
  },

  load: (state, { ratings }) => loadLinearModel('edlae', state, ratings.nItems),
}
