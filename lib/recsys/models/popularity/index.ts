// Popularity: what the crowd rates best, for those of whom nothing is known yet.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { popularityConfigSchema, type PopularityConfig } from './config'
import { countRatings, Popularity } from './model'
import { popularitySpace } from './space'

export const popularityModel: ModelDefinition<PopularityConfig> = {
  name: 'popularity',
  label: 'Crowd favourites',
  description: 'The best-loved films of everyone, the same for each of us.',
  version: 1,
  reads: ['ratings'],

  parseConfig: (config) => parseModelConfig('popularity', popularityConfigSchema, config),
  space: popularitySpace,

  fit({ ratings }, config, { onProgress, signal }) {
    signal?.throwIfAborted()
    const model = new Popularity(countRatings(ratings), config)
    onProgress?.(1)
    return model
  },

  load({ arrays: { counts, sums } }, { ratings }, config) {
    const typed = counts instanceof Uint32Array && sums instanceof Float64Array
    if (!typed || counts.length !== ratings.nItems || sums.length !== ratings.nItems)
      throw new AppError(
        'bad_artefact',
        `The popularity model does not cover the ${ratings.nItems} movies. Train it again.`,
      )
    return new Popularity({ counts, sums }, config)
  },
}
