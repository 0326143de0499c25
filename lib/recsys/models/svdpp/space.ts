// Where `marquee tune` looks for the hyper-parameters of SVD++.
import type { SearchSpace } from '../../tuning/search-space'

export const svdppSpace: SearchSpace = {
  factors: { choose: [20, 50, 100] },
  epochs: { min: 10, max: 40, whole: true },
  learningRate: { min: 0.01, max: 0.08, scale: 'log' },
  regularization: { min: 0.02, max: 0.15, scale: 'log' },
  implicitRegularization: { min: 0.005, max: 0.1, scale: 'log' },
}
