// Predicted stars beside Surprise: fit on four folds of the ratings, predict the fifth.
import type { ModelDefinition } from '@/lib/recsys/models/contract'
import { itemKnnModel } from '@/lib/recsys/models/item-knn'
import { svdModel } from '@/lib/recsys/models/svd'
import { svdppModel } from '@/lib/recsys/models/svdpp'
import { userKnnModel } from '@/lib/recsys/models/user-knn'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readMatrix } from './framework/columns'

const SEED = 1
const SVD_EPOCHS = 20
/** Surprise takes the better part of a minute for an epoch over all people: both sides learn few epochs from every sixth person. */
const SVDPP_EPOCHS = 2
const SVDPP_EVERY = 6

interface Task {
  definition: ModelDefinition
  config: object
  /** Every so many-th person takes part. */
  every?: number
}

function fitAndPredict({ definition, config, every = 1 }: Task, { data, threads }: SideContext): Measured {
  const train = readMatrix(data, { fold: 0, keep: 'train', every })
  const complete = definition.parseConfig(config)
  const start = performance.now()
  const model = definition.fit({ ratings: train, texts: [] }, complete, { seed: SEED, threads })
  const fit = performance.now() - start
  const test = readMatrix(data, { fold: 0, keep: 'test', every })
  const { indptr, indices, halfStars } = test.rows
  const begun = performance.now()
  let squares = 0
  for (let user = 0; user < test.nUsers; user++) {
    const known = train.ratingsOf(user)
    // One rating at a time, as the other side: nobody is asked for films that nobody wants to know.
    for (let e = indptr[user]; e < indptr[user + 1]; e++)
      squares += ((model.predict?.(known, indices[e]) ?? 3.5) - halfStars[e] / 2) ** 2
  }
  const predict = performance.now() - begun
  return {
    fit: fit / 1000,
    predict: predict / 1000,
    fitAndPredict: (fit + predict) / 1000,
    RMSE: Math.sqrt(squares / test.nRatings),
  }
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
    ours: (context) => fitAndPredict({ definition: svdModel, config: { factors: 100, epochs: SVD_EPOCHS } }, context),
    theirs: { script: 'surprise_stars.py', args: ['svd', '1', '100', String(SVD_EPOCHS)] },
  },
  {
    name: 'svdpp',
    title: `SVD++ beside Surprise's, 20 factors (its default), ${SVDPP_EPOCHS} epochs, every ${SVDPP_EVERY}th person`,
    data: 'real',
    requires: ['surprise'],
    figures: { fit: seconds(10), predict: seconds(), RMSE: quality },
    ours: (context) =>
      fitAndPredict(
        { definition: svdppModel, config: { factors: 20, epochs: SVDPP_EPOCHS }, every: SVDPP_EVERY },
        context,
      ),
    theirs: { script: 'surprise_stars.py', args: ['svdpp', String(SVDPP_EVERY), '20', String(SVDPP_EPOCHS)] },
  },
  {
    name: 'knn-stars',
    title: "stars of a test fold by item-knn beside Surprise's KNNBaseline over films, cosine, 40 neighbours",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ definition: itemKnnModel, config: {} }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'films'] },
  },
  {
    name: 'knn-stars-default',
    title:
      "stars of a test fold by item-knn beside Surprise's KNNBaseline with its defaults: over people, 40 neighbours",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ definition: itemKnnModel, config: {} }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'people'] },
  },
  {
    name: 'knn-stars-people',
    title: "stars of a test fold by user-knn beside Surprise's KNNBaseline with its defaults, 40 neighbours each",
    data: 'real',
    requires: ['surprise'],
    figures: KNN_FIGURES,
    ours: (context) => fitAndPredict({ definition: userKnnModel, config: { k: 40 } }, context),
    theirs: { script: 'surprise_stars.py', args: ['knn', '1', 'people'] },
  },
]
