// Where `marquee tune` looks for the hyper-parameters of user-user neighbours.
import type { SearchSpace } from '../../tuning/search-space'

export const userKnnSpace: SearchSpace = {
  k: { min: 10, max: 500, scale: 'log', whole: true },
  shrinkage: { min: 0.1, max: 100, scale: 'log' },
  scoreShrinkage: { min: 1, max: 1_000, scale: 'log' },
}
