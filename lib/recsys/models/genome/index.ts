// Tag genome: films by what a thousand tags say about them.
import { AppError } from '@/lib/errors/app-error'
import { principalComponents } from '@/lib/math/pca'
import type { ModelDefinition } from '../contract'
import { trackFit } from '../fit-progress'
import { parseModelConfig } from '../parse-config'
import { genomeConfigSchema, type GenomeConfig } from './config'
import { GenomeModel } from './model'
import { loadGenome } from './state'

/**
 * Cosine similarity of films in the first principal components of the tag genome.
 * Source: Vig, Sen & Riedl, "The tag genome: encoding community knowledge to support novel interaction", TiiS 2012.
 * **Deviation:** principal components instead of weights by tag popularity.
 */
export const genomeModel: ModelDefinition<GenomeConfig> = {
  name: 'genome',
  label: 'Tag genome',
  description: 'Compares films by what over a thousand tags say about mood, theme and style.',
  version: 1,
  reads: ['ratings', 'genome'],
  needs: 'genome',

  parseConfig: (config) => parseModelConfig('genome', genomeConfigSchema, config),

  fit({ ratings, genome }, config, context) {
    const step = trackFit(context)
    if (genome === undefined) throw lackOfGenome('genome')
    const { tags, items, relevance } = genome
    const { components, coordinates, explained } = principalComponents(relevance, {
      nRows: items.length,
      nColumns: tags.length,
      nComponents: config.components,
      seed: context.seed,
      step,
    })
    step(1)
    return new GenomeModel(ratings.nItems, { tags, items, components, coordinates, explained }, config)
  },

  load: (state, { ratings }, config) => new GenomeModel(ratings.nItems, loadGenome(state, ratings.nItems), config),
}

/** What to say where a model cannot be offered. */
export const lackOfGenome = (model: string) =>
  new AppError(
    'invalid',
    `The method "${model}" needs a tag genome, and this data set has none. MovieLens 20M, 25M, 32M and latest (full) bring one: genome-scores.csv and genome-tags.csv.`,
  )
