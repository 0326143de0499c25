// Where `marquee tune` looks for the weights of the content model.
import type { SearchSpace } from '../../tuning/search-space'

export const contentSpace: SearchSpace = {
  'weights.overview': { min: 0.1, max: 3, scale: 'log' },
  'weights.title': { min: 0.1, max: 3, scale: 'log' },
  'weights.genres': { min: 0.3, max: 6, scale: 'log' },
  'weights.keywords': { min: 0.3, max: 4, scale: 'log' },
  'weights.tags': { min: 0.3, max: 4, scale: 'log' },
  'weights.directors': { min: 0.3, max: 4, scale: 'log' },
  'weights.cast': { min: 0.3, max: 4, scale: 'log' },
  minLength: { min: 0, max: 3 },
  crowdWeight: { min: 0, max: 3 },
}
