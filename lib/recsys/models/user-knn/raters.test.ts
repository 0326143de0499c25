// Raters: everybody is found again under their rank, also beyond the first block of people.
import { expect, test } from 'vitest'
import { Kernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '../../data/rating-matrix'
import { Raters } from './raters'

const N_USERS = 140_000
const N_ITEMS = 5

function randomCrowd(): RatingMatrix {
  const random = createRandom(1)
  const rated = Array.from({ length: N_USERS * N_ITEMS }, (_, pair) => pair).filter(
    (pair) => pair % N_ITEMS === 0 || random.next() < 0.3,
  )
  return RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(rated, (pair) => Math.floor(pair / N_ITEMS)),
      movieId: Int32Array.from(rated, (pair) => pair % N_ITEMS),
      halfStars: Uint8Array.from(rated, () => 1 + random.integer(10)),
    },
    Int32Array.from({ length: N_ITEMS }, (_, item) => item),
  )
}

const matrix = randomCrowd()
const kernels = new Kernels({ threads: 1 })
const raters = new Raters(matrix, kernels)
const starsFor = (user: number, item: number) => {
  const { items, stars } = matrix.ratingsOf(user)
  return stars[items.indexOf(item)] ?? 0
}

test('people are numbered by how much they rate, ties by row', () => {
  const activity = (rank: number) => matrix.ratingsOf(raters.userOf[rank]).items.length
  for (let rank = 1; rank < N_USERS; rank++) {
    const fewer = activity(rank - 1) - activity(rank)
    if (fewer < 0 || (fewer === 0 && raters.userOf[rank] < raters.userOf[rank - 1]))
      throw new Error(`Rank ${rank} comes after somebody who should come later.`)
  }
  expect(new Set(raters.userOf).size).toBe(N_USERS)
})

test('each rater of a film gets the amount of their rating, and nobody else gets anything', () => {
  const sums = kernels.allocate(Int32Array, N_USERS)
  const amounts = Array.from({ length: 10 }, (_, value) => (value - 3) * 1_000)
  raters.add(1, amounts, sums)
  raters.add(4, amounts, sums)
  const amountOf = (stars: number) => (stars > 0 ? amounts[stars * 2 - 1] : 0)
  const due = (user: number) => amountOf(starsFor(user, 1)) + amountOf(starsFor(user, 4))
  expect(sums.findIndex((sum, rank) => sum !== due(raters.userOf[rank]))).toBe(-1)
})

test('those who gave a film at least so many half-stars are found in every block', () => {
  const everybody = Array.from({ length: N_USERS }, (_, user) => user)
  for (const halfStars of [1, 8, 10])
    expect(raters.atLeast(2, halfStars).sort((a, b) => a - b)).toEqual(
      everybody.filter((user) => starsFor(user, 2) * 2 >= halfStars),
    )
})
