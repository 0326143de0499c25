// User-user kNN: what people with your taste thought of the films you have not seen.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition, ModelState } from '../contract'
import type { RatingMatrix } from '../../data/rating-matrix'
import { parseModelConfig } from '../parse-config'
import { userKnnConfigSchema, type UserKnnConfig } from './config'
import { measureCrowd, type CrowdStats } from './crowd'
import { UserKnn } from './model'
import { userKnnSpace } from './space'

export const userKnnModel: ModelDefinition<UserKnnConfig> = {
  name: 'user-knn',
  label: 'People like you',
  description: 'What the people whose ratings are most like yours loved.',
  version: 2,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('user-knn', userKnnConfigSchema, config),
  space: userKnnSpace,

  fit({ ratings }, config, { onProgress, signal }) {
    signal?.throwIfAborted()
    const stats = measureCrowd(ratings, config.meanShrinkage)
    onProgress?.(1)
    return new UserKnn(ratings, stats, config)
  },

  load: (state, { ratings }, config) => new UserKnn(ratings, readStats(state, ratings), config),
}

function readStats({ arrays: { means, norms }, meta }: ModelState, ratings: RatingMatrix): CrowdStats {
  const { nUsers, nItems, nRatings } = ratings
  if (meta.nUsers !== nUsers || meta.nItems !== nItems || meta.nRatings !== nRatings)
    throw new AppError(
      'bad_artefact',
      `The user-knn model was fitted on ${String(meta.nRatings)} ratings of ${String(meta.nUsers)} users; these are ${nRatings} of ${nUsers}. Train it again.`,
    )
  const { globalMean } = meta
  const typed = means instanceof Float32Array && norms instanceof Float32Array && typeof globalMean === 'number'
  if (!typed || means.length !== nUsers || norms.length !== nUsers)
    throw new AppError('bad_artefact', 'The user-knn model contradicts itself. Train it again.')
  return { globalMean, means, norms }
}
