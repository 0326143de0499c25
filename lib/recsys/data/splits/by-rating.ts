// Splits that hide single ratings of known people: at random, in folds, the latest, and by the calendar.
import { AppError } from '@/lib/errors/app-error'
import { createRandom } from '@/lib/math/random'
import {
  groupByUser,
  HELD_OUT,
  requireShare,
  splitOfKnownPeople,
  TRAIN,
  UNUSED,
  type RatingTable,
  type Split,
} from './rating-table'

/**
 * Random hold-out: round(share · ratings) of them, drawn without replacement, are hidden.
 * @throws AppError('invalid') unless 0 < share < 1. O(ratings).
 */
export function holdOutRandom(table: RatingTable, { share, seed }: { share: number; seed: number }): Split {
  requireShare(share, 'The part held out')
  const order = shuffledPositions(table, seed)
  const marks = new Uint8Array(order.length).fill(TRAIN)
  for (let i = 0; i < Math.round(share * order.length); i++) marks[order[i]] = HELD_OUT
  return splitOfKnownPeople(table, marks)
}

/**
 * k-fold cross-validation over single ratings: every rating is hidden in exactly one of the splits; the parts differ by one at most.
 * @throws AppError('invalid') unless 2 ≤ folds ≤ ratings. O(folds · ratings).
 */
export function splitIntoFolds(table: RatingTable, { folds, seed }: { folds: number; seed: number }): Split[] {
  const n = table.userId.length
  if (!Number.isInteger(folds) || folds < 2 || folds > n)
    throw new AppError('invalid', `Expected 2 to ${n} folds for ${n} ratings, got ${folds}.`)
  const order = shuffledPositions(table, seed)
  const foldOf = new Int32Array(n)
  for (let i = 0; i < n; i++) foldOf[order[i]] = i % folds
  return Array.from({ length: folds }, (_, fold) =>
    splitOfKnownPeople(
      table,
      Uint8Array.from(foldOf, (own) => (own === fold ? HELD_OUT : TRAIN)),
    ),
  )
}

/**
 * Leave the latest out: of everyone with at least two ratings the newest is hidden; of those of one second the last in the table.
 * People with a single rating stay in training. No chance is involved.
 * @throws AppError('bad_data') without times. O(ratings).
 */
export function holdOutLatest(table: RatingTable): Split {
  const ratedAt = requireTimes(table)
  const { userIds, indptr, positions } = groupByUser(table)
  const marks = new Uint8Array(positions.length).fill(TRAIN)
  for (let user = 0; user < userIds.length; user++) {
    if (indptr[user + 1] - indptr[user] < 2) continue
    let latest = positions[indptr[user]]
    for (let i = indptr[user] + 1; i < indptr[user + 1]; i++)
      if (ratedAt[positions[i]] >= ratedAt[latest]) latest = positions[i]
    marks[latest] = HELD_OUT
  }
  return splitOfKnownPeople(table, marks)
}

/**
 * Global split in time: the oldest part trains, a buffer after it is used for nothing, the newest part is hidden.
 *
 * The buffer keeps the hours around the border, when one evening's ratings would fall on both sides, out of the figures.
 * Ratings of the same second stay together, on the later side, so the parts may be a little smaller than asked for.
 * @param train share of the oldest, e.g. 0.7. @param test share of the newest, e.g. 0.2; what is left is the buffer.
 * @throws AppError('bad_data') without times, or where they leave a part empty; AppError('invalid') for shares that do not fit.
 * O(ratings log ratings).
 */
export function splitByTime(table: RatingTable, { train, test }: { train: number; test: number }): Split {
  requireShare(train, 'The training part')
  requireShare(test, 'The test part')
  if (train + test > 1 + 1e-9) throw new AppError('invalid', `Train ${train} and test ${test} add up to more than 1.`)
  const ratedAt = requireTimes(table)
  const sorted = ratedAt.slice().sort()
  const endOfTraining = sorted[Math.round(train * sorted.length)]
  const startOfTest = sorted[Math.min(sorted.length - 1, Math.round((1 - test) * sorted.length))]
  const marks = Uint8Array.from(ratedAt, (at) => (at >= startOfTest ? HELD_OUT : at < endOfTraining ? TRAIN : UNUSED))
  const split = splitOfKnownPeople(table, marks)
  if (split.train.length === 0 || split.heldOut.length === 0)
    throw new AppError('bad_data', 'The times of these ratings are too much alike for a split in time.')
  return split
}

function shuffledPositions(table: RatingTable, seed: number): Int32Array {
  return createRandom(seed).shuffle(Int32Array.from({ length: table.userId.length }, (_, position) => position))
}

function requireTimes({ ratedAt, userId }: RatingTable): Int32Array {
  if (ratedAt && ratedAt.length === userId.length && ratedAt.length > 0) return ratedAt
  throw new AppError('bad_data', 'This split needs the time of every rating, and the data has none.')
}
