// Where `marquee tune` looks for the hyper-parameters of Bayesian matrix factorisation.
import type { SearchSpace } from '../../tuning/search-space'

export const bayesianMfSpace: SearchSpace = {
  factors: { choose: [16, 32, 64] },
  samples: { choose: [16, 32] },
}
