// Small crowds for tests: a table of half-stars, or seeded people with two tastes.
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '../data/rating-matrix'

/** Rows are users, columns items; 0 is no rating, else half-stars. Users get rows in order. */
export function crowdOf(table: readonly (readonly number[])[], nItems = table[0].length): RatingMatrix {
  const triples = table.flatMap((row, user) =>
    row.flatMap((halfStars, item) => (halfStars > 0 ? [[user, item, halfStars]] : [])),
  )
  return RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(triples, ([user]) => user),
      movieId: Int32Array.from(triples, ([, item]) => item),
      halfStars: Uint8Array.from(triples, ([, , value]) => value),
    },
    Int32Array.from({ length: nItems }, (_, item) => item),
  )
}

/** People who love even films and people who love odd ones; each film is rated with probability `density`. */
export function twoTastes(seed: number, nUsers: number, nItems: number, density = 0.4): RatingMatrix {
  const random = createRandom(seed)
  return crowdOf(
    Array.from({ length: nUsers }, (_, user) =>
      Array.from({ length: nItems }, (_, item) => {
        const halfStars = (user % 2 === item % 2 ? 7 : 2) + random.integer(4)
        return random.next() < density ? halfStars : 0
      }),
    ),
  )
}
