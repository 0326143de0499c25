// Where `marquee tune` looks for the hyper-parameters of biased matrix factorisation.
import type { SearchSpace } from '../../tuning/search-space'

export const svdSpace: SearchSpace = {
  factors: { choose: [20, 50, 100] },
  epochs: { min: 15, max: 60, whole: true },
  learningRate: { min: 0.01, max: 0.08, scale: 'log' },
  regularization: { min: 0.02, max: 0.15, scale: 'log' },
}
