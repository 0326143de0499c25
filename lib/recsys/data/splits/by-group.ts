// Splits that hide whole people (strong generalisation) or whole items (cold start).
import { AppError } from '@/lib/errors/app-error'
import { createRandom } from '@/lib/math/random'
import { distinctIds, indicesOf } from '../id-index'
import {
  groupByUser,
  HELD_OUT,
  positionsOf,
  requireShare,
  splitOfKnownPeople,
  TRAIN,
  type RatingTable,
  type Split,
} from './rating-table'

const FOLD_IN = 3

/**
 * Strong generalisation: `testUsers` people, drawn at random, are unseen in training; of each, a part is folded in and the
 * rest is hidden.
 *
 * A person with n ratings hides max(1, ⌊(1 − foldInShare) n⌋) of them, drawn at random. People with one rating are not drawn.
 * Source: Liang et al., "Variational Autoencoders for Collaborative Filtering", WWW 2018, §4.1.
 * @throws AppError('bad_data') when fewer than testUsers + 1 people have two ratings. O(ratings).
 */
export function holdOutPeople(
  table: RatingTable,
  { testUsers, foldInShare, seed }: { testUsers: number; foldInShare: number; seed: number },
): Split {
  requireShare(foldInShare, 'The part folded in')
  const { userIds, indptr, positions } = groupByUser(table)
  const rows = Int32Array.from(userIds.keys()).filter((row) => indptr[row + 1] - indptr[row] >= 2)
  if (!Number.isInteger(testUsers) || testUsers < 1 || testUsers >= rows.length)
    throw new AppError(
      'bad_data',
      `Cannot hold out ${testUsers} people: ${rows.length} have two usable ratings or more, and some must be left to learn from.`,
    )
  const random = createRandom(seed)
  random.shuffle(rows)
  const marks = new Uint8Array(positions.length).fill(TRAIN)
  for (const row of rows.subarray(0, testUsers)) {
    const own = random.shuffle(positions.slice(indptr[row], indptr[row + 1]))
    // A share such as 1 − 0.8 is 0.19999…: five ratings must still hide one, ten two.
    const hidden = Math.max(1, Math.floor((1 - foldInShare) * own.length + 1e-9))
    own.forEach((position, i) => (marks[position] = i < hidden ? HELD_OUT : FOLD_IN))
  }
  return {
    train: positionsOf(marks, TRAIN),
    foldIn: positionsOf(marks, FOLD_IN),
    heldOut: positionsOf(marks, HELD_OUT),
  }
}

/**
 * Cold items: round(share · rated items) of the items, drawn at random, lose all their ratings, and only they are ranked.
 * @throws AppError('bad_data') when that leaves no item on one of the sides. O(ratings).
 */
export function holdOutItems(table: RatingTable, { share, seed }: { share: number; seed: number }): Split {
  requireShare(share, 'The part of the items held out')
  const items = distinctIds(table.movieId)
  const count = Math.round(share * items.length)
  if (count < 1 || count >= items.length)
    throw new AppError('bad_data', `Cannot hold out ${count} of ${items.length} items.`)
  const candidates = createRandom(seed).shuffle(items.slice()).slice(0, count).sort()
  const marks = Uint8Array.from(indicesOf(table.movieId, candidates), (cold) => (cold >= 0 ? HELD_OUT : TRAIN))
  return { ...splitOfKnownPeople(table, marks), candidates }
}
