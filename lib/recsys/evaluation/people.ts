// One split as a model meets it: the matrix it learns from, and person after person what is known and what is hidden.
import type { RatingVector } from '../models/contract'
import { RatingMatrix } from '../data/rating-matrix'
import { takeRatings, type RatingTable, type Split } from '../data/splits/rating-table'

/** A person who is asked about: `hidden` are their held-out ratings, in the form of a profile. */
export interface Person {
  userId: number
  known: RatingVector
  hidden: RatingVector
}

/** A split turned into matrices over one catalogue. */
export interface Round {
  train: RatingMatrix
  people: Iterable<Person>
  nPeople: number
  /** 1 for the items that may be ranked, by itemIndex. */
  candidates: Uint8Array
  nCandidates: number
}

/**
 * Builds the matrices of a split. O(ratings).
 * @param itemIds the whole catalogue, also films nobody rated.
 */
export function openRound(table: RatingTable, split: Split, itemIds: Int32Array): Round {
  const matrix = (positions: Int32Array) => RatingMatrix.fromTriples(takeRatings(table, positions), itemIds)
  const train = matrix(split.train)
  const known = matrix(split.foldIn)
  const hidden = matrix(split.heldOut)
  const candidates = new Uint8Array(train.nItems).fill(split.candidates ? 0 : 1)
  for (const movieId of split.candidates ?? []) candidates[train.itemIndexOf(movieId)] = 1
  return {
    train,
    people: { [Symbol.iterator]: () => listPeople(known, hidden) },
    nPeople: hidden.nUsers,
    candidates,
    nCandidates: candidates.reduce((sum, one) => sum + one, 0),
  }
}

const NOTHING: RatingVector = { items: new Int32Array(0), stars: new Float32Array(0) }

function* listPeople(known: RatingMatrix, hidden: RatingMatrix): Generator<Person> {
  for (let row = 0; row < hidden.nUsers; row++) {
    const userId = hidden.userIds[row]
    const user = known.userIndexOf(userId)
    yield { userId, known: user >= 0 ? known.ratingsOf(user) : NOTHING, hidden: hidden.ratingsOf(row) }
  }
}
