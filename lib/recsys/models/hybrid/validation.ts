// People kept out of a first fit, inside the training data: what the weights are learned on.
import { createRandom, type Random } from '@/lib/math/random'
import { RatingMatrix } from '../../data/rating-matrix'
import type { RatingVector } from '../contract'
import { LIKED_STARS } from '../preferences'

/** What is told of a person, and what is hidden. */
export interface ValidationPerson {
  known: RatingVector
  hidden: RatingVector
}

export interface Validation {
  /** The ratings of everybody else, over the same items. */
  train: RatingMatrix
  people: ValidationPerson[]
}

/** Fewer likes do not make a profile and something to find. */
const MIN_LIKES = 5
const MOST_OF_ALL = 0.2
const HIDDEN_SHARE = 0.2
const MOST_FOLDS = 2
/** Weights that are learned on fewer follow chance more than taste. */
const ENOUGH_PEOPLE = 300

/** Whether stars say "liked", as in evaluation: above 3.5. */
export const isLike = (stars: number) => stars > LIKED_STARS

/**
 * Keeps whole people out, in up to two folds that share nobody: each holds up to `people` of those with five likes or more, at most a
 * fifth of them, drawn at random; there are as many folds as it takes to ask about {@link ENOUGH_PEOPLE}. A fifth of each one's ratings, at random,
 * is hidden; people whose hidden part holds no like are left in training. O(folds · nRatings).
 */
export function holdOutPeople(matrix: RatingMatrix, { people, seed }: { people: number; seed: number }): Validation[] {
  const random = createRandom(seed)
  const { indptr, halfStars } = matrix.rows
  const eligible = Int32Array.from({ length: matrix.nUsers }, (_, user) => user).filter((user) => {
    let likes = 0
    for (let e = indptr[user]; e < indptr[user + 1]; e++) if (isLike(halfStars[e] / 2)) likes++
    return likes >= MIN_LIKES
  })
  const count = Math.min(people, Math.floor(eligible.length * MOST_OF_ALL))
  const folds = count > 0 ? Math.min(MOST_FOLDS, Math.ceil(Math.min(ENOUGH_PEOPLE, people) / count)) : 0
  random.shuffle(eligible)
  return Array.from({ length: folds }, (_, fold) =>
    holdOut(matrix, eligible.slice(fold * count, (fold + 1) * count).sort(), random),
  )
}

function holdOut(matrix: RatingMatrix, users: Int32Array, random: Random): Validation {
  const held = new Uint8Array(matrix.nUsers)
  const people: ValidationPerson[] = []
  for (const user of users) {
    const person = divide(matrix.ratingsOf(user), random)
    if (!person.hidden.stars.some(isLike)) continue
    held[user] = 1
    people.push(person)
  }
  return { train: withoutPeople(matrix, held), people }
}

function divide(ratings: RatingVector, random: Random): ValidationPerson {
  const order = random.shuffle(Int32Array.from(ratings.items.keys()))
  const nHidden = Math.max(1, Math.floor(order.length * HIDDEN_SHARE))
  return {
    known: pick(ratings, order.slice(nHidden)),
    hidden: pick(ratings, order.slice(0, nHidden)),
  }
}

/** The ratings at these places, in any order. */
export function pick({ items, stars, ratedAt }: RatingVector, places: Int32Array): RatingVector {
  const sorted = places.slice().sort()
  return {
    items: sorted.map((place) => items[place]),
    stars: Float32Array.from(sorted, (place) => stars[place]),
    ...(ratedAt && { ratedAt: sorted.map((place) => ratedAt[place]) }),
  }
}

function withoutPeople(matrix: RatingMatrix, held: Uint8Array): RatingMatrix {
  const { indptr, indices, halfStars, ratedAt } = matrix.rows
  const kept = Int32Array.from({ length: matrix.nUsers }, (_, user) => user).filter((user) => held[user] === 0)
  const newIndptr = new Uint32Array(kept.length + 1)
  kept.forEach((user, row) => (newIndptr[row + 1] = newIndptr[row] + indptr[user + 1] - indptr[user]))
  const rows = {
    indptr: newIndptr,
    indices: new Int32Array(newIndptr[kept.length]),
    halfStars: new Uint8Array(newIndptr[kept.length]),
    ...(ratedAt && { ratedAt: new Int32Array(newIndptr[kept.length]) }),
  }
  kept.forEach((user, row) => {
    rows.indices.set(indices.subarray(indptr[user], indptr[user + 1]), newIndptr[row])
    rows.halfStars.set(halfStars.subarray(indptr[user], indptr[user + 1]), newIndptr[row])
    if (ratedAt) rows.ratedAt?.set(ratedAt.subarray(indptr[user], indptr[user + 1]), newIndptr[row])
  })
  return new RatingMatrix(
    kept.map((user) => matrix.userIds[user]),
    matrix.itemIds,
    rows,
  )
}
