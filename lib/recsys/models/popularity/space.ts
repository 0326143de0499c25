// Where `marquee tune` looks for the hyper-parameters of popularity.
import type { SearchSpace } from '../../tuning/search-space'

export const popularitySpace: SearchSpace = {
  rankBy: { choose: ['average', 'count'] },
  priorWeight: { min: 1, max: 1_000, scale: 'log' },
  minRatings: { min: 1, max: 100, scale: 'log', whole: true },
}
