// Where `marquee tune` looks for the hyper-parameters of user-user neighbours.
import type { SearchSpace } from '../../tuning/search-space'

export const userKnnSpace: SearchSpace = {
  k: { min: 10, max: 500, scale: 'log', whole: true },
  shrinkage: { min: 0, max: 30 },
  similarityPower: { min: 0.5, max: 4 },
}
