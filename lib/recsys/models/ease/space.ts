// Where `marquee tune` looks for the hyper-parameters of EASE.
import type { SearchSpace } from '../../tuning/search-space'

export const easeSpace: SearchSpace = {
  regularization: { min: 30, max: 3_000, scale: 'log' },
}
