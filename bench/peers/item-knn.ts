// The 100 most similar films of every film beside implicit's CosineRecommender, on the generated 20 M ratings.
import { itemKnnModel } from '@/lib/recsys/models/item-knn'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readMatrix } from './framework/columns'

const NEIGHBOURS = 100

/** Every rating counts, people alike, no shrinkage: the plain cosine of 0 and 1 that both sides can compute. */
const PLAIN = { k: NEIGHBOURS, shrinkage: 0, minStars: 0.5, activityPower: 0 }

function fitItemKnn({ data, threads }: SideContext): Measured {
  const ratings = readMatrix(data)
  const start = performance.now()
  const model = itemKnnModel.fit({ ratings, texts: [] }, itemKnnModel.parseConfig(PLAIN), { seed: 1, threads })
  const fit = (performance.now() - start) / 1000
  const { similarities } = model.save().arrays
  let sum = 0
  for (const similarity of similarities) sum += similarity
  return { fit, neighbours: similarities.length, meanSimilarity: sum / similarities.length }
}

export const comparisons: Comparison[] = [
  {
    name: 'item-knn',
    title: `the ${NEIGHBOURS} most similar films of every film beside implicit's CosineRecommender`,
    data: 'synthetic',
    requires: ['implicit'],
    figures: {
      fit: { kind: 'seconds', goal: 2.2 },
      neighbours: { kind: 'quality' },
      meanSimilarity: { kind: 'quality' },
    },
    ours: fitItemKnn,
    theirs: { script: 'implicit_cosine.py', args: [String(NEIGHBOURS)] },
  },
]
