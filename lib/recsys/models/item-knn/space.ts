// Where `marquee tune` looks for the hyper-parameters of item-item neighbours.
import type { SearchSpace } from '../../tuning/search-space'

export const itemKnnSpace: SearchSpace = {
  k: { min: 20, max: 500, scale: 'log', whole: true },
  shrinkage: { min: 0.1, max: 1_000, scale: 'log' },
  activityPower: { min: 0, max: 1.2 },
  minStars: { choose: [0.5, 3.5, 4] },
}
