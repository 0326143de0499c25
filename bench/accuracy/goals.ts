// What accuracy must reach on MovieLens 1M: the figures known from other work, and ours beside them.
import type { Protocol } from '@/lib/recsys/evaluation/protocols'

/** One line of the table: a model's figure under a protocol. */
export interface Goal {
  model: string
  metric: string
  /** What others report or reach for it. */
  reference: string
  mustReach: number
  lowerIsBetter?: boolean
}

/** Models that are asked one split together. */
export interface GoalGroup {
  name: string
  title: string
  protocol: Protocol
  k: number[]
  goals: Goal[]
  /** Pairs whose difference is tested on the same people; "best" is whichever other model of the group is ahead. */
  compare?: { model: string; metric: string }
}

const strong = (model: string, reference: string, mustReach: number): Goal => ({
  model,
  metric: 'NDCG@100',
  reference,
  mustReach,
})

const sampled = (model: string, reference: [string, string]): Goal[] => [
  { model, metric: 'HR@10 (100 sampled)', reference: reference[0], mustReach: 0.732 },
  { model, metric: 'NDCG@10 (100 sampled)', reference: reference[1], mustReach: 0.453 },
]

const stars = (model: string, reference: string, mustReach: number): Goal => ({
  model,
  metric: 'RMSE',
  reference,
  mustReach,
  lowerIsBetter: true,
})

export const GOALS: readonly GoalGroup[] = [
  {
    name: 'strong',
    title: 'Strong generalisation, 1,000 people',
    protocol: 'strong',
    k: [10, 100],
    goals: [
      strong('popularity', 'popularity .22', 0.2),
      strong('item-knn', 'item-kNN .366', 0.355),
      strong('ease', 'EASE .419', 0.415),
      strong('edlae', 'EDLAE .426', 0.42),
      strong('implicit-als', 'iALS .424-.429', 0.425),
      strong('mult-vae', 'Mult-VAE .41', 0.41),
      strong('hybrid', 'best single model', 0.433),
    ],
    compare: { model: 'hybrid', metric: 'NDCG@100' },
  },
  {
    name: 'latest',
    title: 'Latest rating against 100 sampled negatives',
    protocol: 'latest',
    k: [10],
    goals: [...sampled('implicit-als', ['iALS .731, EASE .719, NeuMF .709', 'iALS .452, EASE .449, NeuMF .435'])],
  },
  {
    name: 'stars',
    title: 'Stars, 5-fold',
    protocol: 'kfold',
    k: [10],
    goals: [
      stars('svd', 'Surprise SVD .873', 0.85),
      stars('svdpp', 'Surprise SVD++ .862, gorse .842', 0.842),
      stars('bayesian-mf', 'best .840', 0.84),
    ],
  },
]

/** Films without ratings: at least so many times what chance or popularity reaches among them. */
export const COLD_FACTOR = 3
/** And what ranking them may cost the others. */
export const COLD_WARM_LOSS = 0.01
