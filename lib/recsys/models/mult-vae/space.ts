// Where `marquee tune` looks for the hyper-parameters of the variational autoencoder.
import type { SearchSpace } from '../../tuning/search-space'

export const multVaeSpace: SearchSpace = {
  hidden: { choose: [400, 600] },
  latent: { choose: [64, 128, 200] },
  dropout: { min: 0.2, max: 0.7 },
  betaCap: { min: 0.05, max: 1, scale: 'log' },
  annealEpochs: { min: 5, max: 40, whole: true },
}
