// Where `marquee tune` looks for the hyper-parameters of NMF.
import type { SearchSpace } from '../../tuning/search-space'

export const nmfSpace: SearchSpace = {
  factors: { choose: [16, 24, 48] },
  epochs: { min: 15, max: 60, whole: true },
  regularization: { min: 0.02, max: 0.3, scale: 'log' },
}
