// Where `marquee tune` looks for the hyper-parameters of implicit ALS.
import type { SearchSpace } from '../../tuning/search-space'

export const implicitAlsSpace: SearchSpace = {
  factors: { choose: [64, 128, 256] },
  epochs: { min: 8, max: 20, whole: true },
  alpha: { min: 0, max: 2 },
  unobservedWeight: { min: 0.02, max: 1, scale: 'log' },
  regularization: { min: 0.0005, max: 0.1, scale: 'log' },
  nu: { min: 0.5, max: 1.2 },
}
