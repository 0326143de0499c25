// Where to look for better hyper-parameters of the autoencoder.
import type { SearchSpace } from '../../tuning/search-space'

export const multVaeSpace: SearchSpace = {
  learningRate: { min: 0.003, max: 0.02, scale: 'log' },
  hidden: { choose: [128, 256, 400, 600] },
  latent: { choose: [64, 128, 200] },
  dropout: { min: 0.4, max: 0.75 },
  betaCap: { min: 0.1, max: 0.6 },
  weightDecay: { min: 0.01, max: 0.5, scale: 'log' },
  epochs: { min: 16, max: 40, whole: true },
}
