// Content TF-IDF: films that are about the same things, made by the same people.
import { AppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { contentConfigSchema, type ContentConfig } from './config'
import { countOpinions, loadOpinions } from './crowd'
import { readDocuments } from './documents'
import { ContentTfIdf } from './model'
import { loadTfIdf } from './state'
import { weighTerms } from './tf-idf'
import { contentSpace } from './space'

export const contentModel: ModelDefinition<ContentConfig> = {
  name: 'content',
  label: 'By content',
  description: 'Films with the same themes, words and people as the ones you rated highly.',
  version: 2,
  reads: ['texts', 'ratings'],

  parseConfig: (config) => parseModelConfig('content', contentConfigSchema, config),
  space: contentSpace,

  fit({ texts, ratings }, config, { onProgress, signal }) {
    signal?.throwIfAborted()
    const documents = readDocuments(texts, config.weights)
    onProgress?.(0.7)
    signal?.throwIfAborted()
    const model = new ContentTfIdf(weighTerms(documents, config), countOpinions(ratings), config)
    onProgress?.(1)
    return model
  },

  load(state, { texts, ratings }, config) {
    // A server that never trains need not keep the texts in memory: the catalogue's size is enough.
    if (texts.length > 0 && texts.length !== ratings.nItems)
      throw new AppError('bad_data', `The catalogue has ${ratings.nItems} movies but ${texts.length} texts.`)
    return new ContentTfIdf(loadTfIdf(state, ratings.nItems), loadOpinions(state, ratings.nItems), config)
  },
}
