// Predicted stars beside Surprise: fit on four folds of the ratings, predict the fifth.
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { requireModel } from '@/lib/recsys/models/registry'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readColumns, toMatrix } from './framework/columns'

const SEED = 1
const SVD_EPOCHS = 20
/** Surprise takes the better part of a minute for an epoch over all people: both sides learn few epochs from every sixth person. */
const SVDPP_EPOCHS = 2
const SVDPP_EVERY = 6

interface Task {
  model: string
  config: object
  /** Every so many-th person takes part. */
  every?: number
}

function fitAndPredict({ model: name, config, every = 1 }: Task, { data, threads }: SideContext): Measured {
  const [train, test] = readFold(data, every)
  const definition = requireModel(name)
  const complete = definition.parseConfig(config)
  const start = performance.now()
  const model = definition.fit({ ratings: train, texts: [] }, complete, { seed: SEED, threads })
  const fitted = performance.now()
  let squares = 0
  for (let user = 0; user < test.nUsers; user++) {
    const asked = test.ratingsOf(user)
    const known = train.ratingsOf(user)
    // One rating at a time, as the other side: nobody is asked for films that nobody wants to know.
    asked.items.forEach((item, j) => (squares += ((model.predict?.(known, item) ?? 3.5) - asked.stars[j]) ** 2))
  }
  const asked = performance.now()
  return {
    fit: (fitted - start) / 1000,
    predict: (asked - fitted) / 1000,
    fitAndPredict: (asked - start) / 1000,
    RMSE: Math.sqrt(squares / test.nRatings),
  }
}

/** The columns are let go of before anything is measured. */
function readFold(data: string, every: number): [RatingMatrix, RatingMatrix] {
  const columns = readColumns(data)
  return [toMatrix(columns, { fold: 0, keep: 'train', every }), toMatrix(columns, { fold: 0, keep: 'test', every })]
}

const seconds = (goal?: number) => ({ kind: 'seconds', goal }) as const
const quality = { kind: 'quality' } as const

const KNN_FIGURES: Comparison['figures'] = {
  fitAndPredict: seconds(10),
  peakBytes: { kind: 'bytes', goal: 10 },
  RMSE: quality,
}

export const comparisons: Comparison[] = [
  {
    name: 'svd',
    title: `biased matrix factorisation beside Surprise's SVD, 100 factors, ${SVD_EPOCHS} epochs`,
    data: 'real',
    requires: ['surprise'],
    figures: { fit: seconds(7), predict: seconds(), RMSE: quality },
    ours: (context) => fitAndPredict({ model: 'svd', config: { factors: 100, epochs: SVD_EPOCHS } }, context),
    theirs: { script: 'surprise_stars.py', args: ['svd', '1', '100', String(SVD_EPOCHS)] },
  },
  {
    name: 'svdpp',
    title: `SVD++ beside Surprise's, 20 factors (its default), ${SVDPP_EPOCHS} epochs, every ${SVDPP_EVERY}th person`,
    data: 'real',
    requires: ['surprise'],
    figures: { fit: seconds(10), predict: seconds(), RMSE: quality },
    ours: (context) =>
      fitAndPredict({ model: 'svdpp', config: { factors: 20, epochs: SVDPP_EPOCHS }, every: SVDPP_EVERY }, context),
    theirs: { script: 'surprise_stars.py', args: ['svdpp', String(SVDPP_EVERY), '20', String(SVDPP_EPOCHS)] },
  },
  {
    name: 'knn-stars',
    title: "stars of a test fold by item-knn beside Surprise's KNNBaseline over films, cosine, 40 neighbours",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ model: 'item-knn', config: {} }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'films'] },
  },
  {
    name: 'knn-stars-default',
    title:
      "stars of a test fold by item-knn beside Surprise's KNNBaseline with its defaults: over people, 40 neighbours",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ model: 'item-knn', config: {} }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'people'] },
  },
  {
    name: 'knn-stars-people',
    title: "stars of a test fold by user-knn beside Surprise's KNNBaseline with its defaults, 40 neighbours each",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ model: 'user-knn', config: { k: 40 } }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'people'] },
  },
]
