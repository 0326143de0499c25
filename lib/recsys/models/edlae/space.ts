// Where `marquee tune` looks for the hyper-parameters of EDLAE.
import type { SearchSpace } from '../../tuning/search-space'

export const edlaeSpace: SearchSpace = {
  regularization: { min: 10, max: 1_000, scale: 'log' },
  dropout: { min: 0.05, max: 0.8 },
}
