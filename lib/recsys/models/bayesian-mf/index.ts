// Bayesian matrix factorisation: how many stars you would give, and how sure that is.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition, ModelState } from '../contract'
import { parseModelConfig } from '../parse-config'
import { bayesianMfConfigSchema, type BayesianMfConfig } from './config'
import { fitBayesianMf, type BayesianMfState } from './fit'
import { BayesianMf } from './model'
import { bayesianMfSpace } from './space'

export const bayesianMfModel: ModelDefinition<BayesianMfConfig> = {
  name: 'bayesian-mf',
  label: 'Stars, and how sure',
  description: 'Foretells the stars you would give as a range: narrow where it is sure, wide where it is not.',
  version: 1,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('bayesian-mf', bayesianMfConfigSchema, config),
  space: bayesianMfSpace,

  fit: ({ ratings }, config, context) => new BayesianMf(fitBayesianMf(ratings, config, context), config),

  load: (state, { ratings }, config) => new BayesianMf(readState(state, ratings.nItems, config), config),
}

function readState({ arrays, meta }: ModelState, nItems: number, config: BayesianMfConfig): BayesianMfState {
  const { factors, samples } = config
  const { itemFactors, userMeans, userPrecisions, precisions, counts } = arrays
  const { globalMean } = meta
  const typed =
    itemFactors instanceof Float32Array &&
    userMeans instanceof Float64Array &&
    userPrecisions instanceof Float64Array &&
    precisions instanceof Float64Array &&
    counts instanceof Uint32Array &&
    typeof globalMean === 'number'
  const sized =
    typed &&
    itemFactors.length === nItems * samples * factors &&
    userMeans.length === samples * factors &&
    userPrecisions.length === samples * factors ** 2 &&
    precisions.length === samples &&
    counts.length === nItems
  if (!sized)
    throw new AppError(
      'bad_artefact',
      `The bayesian-mf model does not cover the ${nItems} movies with ${samples} draws of ${factors} factors. Train it again.`,
    )
  return { globalMean, itemFactors, userMeans, userPrecisions, precisions, counts }
}
