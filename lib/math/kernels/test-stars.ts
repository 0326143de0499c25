// Ratings and numbers for the tests of the kernels that predict stars.
import { expect } from 'vitest'
import { createRandom } from '../random'

export const WIDTH = 8
export const N_USERS = 13
export const N_ITEMS = 11

export function normals(seed: number, length: number, spread = 1): Float32Array {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, () => spread * normal())
}

/** About half of all pairs; the second person has rated nothing. */
export function ratings() {
  const random = createRandom(5)
  const indptr = new Uint32Array(N_USERS + 1)
  const items: number[] = []
  for (let user = 0; user < N_USERS; user++) {
    for (let item = 0; item < N_ITEMS; item++) if (user !== 1 && random.next() < 0.5) items.push(item)
    indptr[user + 1] = items.length
  }
  const stars = Float32Array.from(items, () => (1 + random.integer(10)) / 2)
  return { indptr, items: Int32Array.from(items), stars }
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 4) {
  expect(actual).toHaveLength(expected.length)
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits)
}
