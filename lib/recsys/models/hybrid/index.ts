// Hybrid: what several models say, blended with weights learned on people whom a first fit has not seen.
import type { ModelDefinition } from '../contract'
import { parseModelConfig } from '../parse-config'
import { hybridConfigSchema, type HybridConfig } from './config'
import { fitHybrid } from './fit'
import { loadHybrid } from './load'
import { requirePart } from './parts'
import { hybridSpace } from './space'

/**
 * A learned blend of other models, with item features for films without ratings and popularity for people without.
 * Its artefact holds its parts, so that one alias moves all of them at once.
 */
export const hybridModel: ModelDefinition<HybridConfig> = {
  name: 'hybrid',
  label: 'Best of all',
  description: 'Blends the other methods by how well each foretells what people like.',
  version: 3,
  reads: ['ratings', 'texts'],

  parseConfig: (config) => parseModelConfig('hybrid', hybridConfigSchema, config),
  space: hybridSpace,

  needsTimes: ({ parts }) => Object.entries(parts).some(([name, config]) => requirePart(name).needsTimes?.(config)),
  fit: fitHybrid,

  load: loadHybrid,
}
