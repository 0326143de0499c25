// Where `marquee tune` looks for the hyper-parameters of the hybrid: its parts'; the weights are learned in each fit.
import type { SearchSpace } from '../../tuning/search-space'

export const hybridSpace: SearchSpace = {
  poolSize: { choose: [100, 200, 400] },
  maxFeatures: { choose: [250, 500, 1_000] },
}
