// Predicted stars beside Surprise: fit on four folds of the ratings, predict the fifth.
import { requireModel } from '@/lib/recsys/models/registry'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readColumns, toMatrix } from './framework/data'

const SEED = 1
const SVD_EPOCHS = 20
/** Surprise's default is 20, of about a minute each; both sides take time in proportion. */
const SVDPP_EPOCHS = 5

function fitAndPredict(name: string, config: object, { data, threads }: SideContext): Measured {
  const columns = readColumns(data)
  const train = toMatrix(columns, { fold: 0, keep: 'train' })
  const test = toMatrix(columns, { fold: 0, keep: 'test' })
  const definition = requireModel(name)
  const complete = definition.parseConfig(config)
  const start = performance.now()
  const model = definition.fit({ ratings: train, texts: [] }, complete, { seed: SEED, threads })
  const fitted = performance.now()
  let squares = 0
  for (let user = 0; user < test.nUsers; user++) {
    const asked = test.ratingsOf(user)
    if (asked.items.length === 0) continue
    const stars = model.predictAll?.(train.ratingsOf(user))
    if (!stars) throw new Error(`${name} does not predict stars.`)
    asked.items.forEach((item, j) => {
      const guess = Number.isNaN(stars[item]) ? 3.5 : stars[item]
      squares += (guess - asked.stars[j]) ** 2
    })
  }
  const asked = performance.now()
  return {
    fit: (fitted - start) / 1000,
    predict: (asked - fitted) / 1000,
    fitAndPredict: (asked - start) / 1000,
    RMSE: Math.sqrt(squares / test.nRatings),
  }
}

const seconds = (goal?: number) => ({ kind: 'seconds', goal }) as const
const quality = { kind: 'quality' } as const

export const comparisons: Comparison[] = [
  {
    name: 'svd',
    title: `biased matrix factorisation beside Surprise's SVD, 100 factors, ${SVD_EPOCHS} epochs`,
    data: 'real',
    requires: ['surprise'],
    figures: { fit: seconds(7), predict: seconds(), RMSE: quality },
    ours: (context) => fitAndPredict('svd', { factors: 100, epochs: SVD_EPOCHS }, context),
    theirs: { script: 'surprise_stars.py', args: ['svd', '100', String(SVD_EPOCHS)] },
  },
  {
    name: 'svdpp',
    title: `SVD++ beside Surprise's, 20 factors (its default), ${SVDPP_EPOCHS} epochs`,
    data: 'real',
    requires: ['surprise'],
    figures: { fit: seconds(10), predict: seconds(), RMSE: quality },
    ours: (context) => fitAndPredict('svdpp', { factors: 20, epochs: SVDPP_EPOCHS }, context),
    theirs: { script: 'surprise_stars.py', args: ['svdpp', '20', String(SVDPP_EPOCHS)] },
  },
  {
    name: 'knn-stars',
    title: "stars of a test fold by user-knn beside Surprise's KNNBaseline, 40 neighbours",
    data: 'real',
    requires: ['surprise'],
    figures: { fitAndPredict: seconds(10), peakBytes: { kind: 'bytes', goal: 10 }, RMSE: quality },
    ours: (context) => fitAndPredict('user-knn', { k: 40 }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn'] },
  },
]
