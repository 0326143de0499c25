// The kernels of the models that predict stars do what their readable twins do.
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import { withKernels } from './pool'
import * as posterior from './references/posterior'
import * as sgd from './references/sgd'

const WIDTH = 8
const N_USERS = 13
const N_ITEMS = 11

function normals(seed: number, length: number, spread = 1): Float32Array {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, () => spread * normal())
}

/** About half of all pairs; the second person has rated nothing. */
function ratings() {
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

const start = () => ({
  width: WIDTH,
  userBiases: normals(1, N_USERS, 0.1),
  itemBiases: normals(2, N_ITEMS, 0.1),
  userFactors: normals(3, N_USERS * WIDTH, 0.3),
  itemFactors: normals(4, N_ITEMS * WIDTH, 0.3),
  implicitFactors: normals(6, N_ITEMS * WIDTH, 0.1),
})
const step = { mean: 2.9, rate: 0.05, regularization: 0.04 }

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 4) {
  expect(actual).toHaveLength(expected.length)
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits)
}

describe('descent', () => {
  /** Two blocks a side: people and films by the parity of their rows. */
  function inBlocks(): sgd.RatingBlocks {
    const { indptr, items, stars } = ratings()
    const entries = Array.from({ length: N_USERS }, (_, user) => user).flatMap((user) =>
      Array.from(items.subarray(indptr[user], indptr[user + 1]), (item, j) => ({
        user,
        item,
        stars: stars[indptr[user] + j],
      })),
    )
    const blockOf = (entry: { user: number; item: number }) => (entry.user % 2) * 2 + (entry.item % 2)
    const sorted = entries.toSorted((a, b) => blockOf(a) - blockOf(b))
    const starts = Uint32Array.from(
      { length: 5 },
      (_, block) => sorted.filter((entry) => blockOf(entry) < block).length,
    )
    return {
      blocks: 2,
      starts,
      users: Int32Array.from(sorted, ({ user }) => user),
      items: Int32Array.from(sorted, ({ item }) => item),
      stars: Float32Array.from(sorted, (entry) => entry.stars),
    }
  }

  function runBlocks(threads: number, build?: 'baseline') {
    const given = inBlocks()
    return withKernels({ threads, build }, (kernels) => {
      const [starts, users, items] = [given.starts, given.users, given.items].map((array) => kernels.copy(array))
      const stars = kernels.copy(given.stars)
      const { userBiases, itemBiases, userFactors, itemFactors } = start()
      const own = [userBiases, itemBiases, userFactors, itemFactors].map((array) => kernels.copy(array))
      const { mean, rate, regularization } = step
      for (const stratum of [0, 1])
        kernels.run(
          'descendBlocks',
          2,
          { chunk: 1 },
          ...[starts, users, items, stars, ...own],
          ...[WIDTH, 2, stratum, mean, rate, regularization],
        )
      return own.map((array) => array.slice())
    })
  }

  test.each(['baseline', undefined] as const)('over blocks, the %s build takes the same steps', (build) => {
    const expected = start()
    for (const stratum of [0, 1]) sgd.descendBlocks(inBlocks(), stratum, expected, step)
    const [userBiases, itemBiases, userFactors, itemFactors] = runBlocks(1, build)
    expectClose(userBiases, expected.userBiases)
    expectClose(itemBiases, expected.itemBiases)
    expectClose(userFactors, expected.userFactors)
    expectClose(itemFactors, expected.itemFactors)
  })

  test('blocks of one stratum on several threads give the very same bits', () => {
    expect(runBlocks(3)).toEqual(runBlocks(1))
  })

  test('over people with implicit factors, sharing steps out at the end is what rating by rating comes to', () => {
    const { indptr, items, stars } = ratings()
    const order = Int32Array.from({ length: N_USERS }, (_, user) => N_USERS - 1 - user).filter((user) => user !== 1)
    const expected = start()
    const { mean, rate, regularization } = step
    const [implicitRate, implicitRegularization] = [0.3, 0.05]
    sgd.descendPeople(order, { indptr, items, stars }, expected, { ...step, implicitRate, implicitRegularization })
    withKernels({ threads: 1 }, (kernels) => {
      const from = start()
      const own = [from.userBiases, from.itemBiases, from.userFactors, from.itemFactors, from.implicitFactors].map(
        (array) => kernels.copy(array),
      )
      const rows = [order, indptr, items, stars].map((array) => kernels.copy(array))
      kernels.run(
        'descendPeople',
        order.length,
        { chunk: order.length, scratch: 8 * WIDTH },
        ...[...rows, ...own],
        ...[WIDTH, mean, rate, regularization, implicitRate, implicitRegularization],
      )
      const wanted = [expected.userBiases, expected.itemBiases, expected.userFactors, expected.itemFactors]
      wanted.forEach((array, i) => expectClose(own[i], array, 3))
      expectClose(own[4], expected.implicitFactors, 3)
    })
  })
})

describe('rows given the other side', () => {
  const { indptr, items: indices, stars: values } = ratings()
  const others = { rows: normals(7, N_ITEMS * WIDTH).map(Math.abs), width: WIDTH }
  const noise = normals(8, N_USERS * WIDTH)
  const pull = normals(9, WIDTH)
  const precision = new Float32Array(WIDTH * WIDTH)
  for (let f = 0; f < WIDTH; f++)
    for (let g = 0; g < WIDTH; g++) precision[f * WIDTH + g] = f === g ? 3 : 0.2 / (1 + Math.abs(f - g))
  const SCRATCH = 4 * (WIDTH * WIDTH + WIDTH)

  const sampled = (threads: number) =>
    withKernels({ threads }, (kernels) => {
      const rows = kernels.allocate(Float32Array, N_USERS * WIDTH)
      const given = [indptr, indices, values, others.rows].map((array) => kernels.copy(array))
      const prior = [precision, pull].map((array) => kernels.copy(array))
      const options = { chunk: 2, scratch: SCRATCH }
      kernels.run('sampleRows', N_USERS, options, ...given, WIDTH, ...prior, 1.7, kernels.copy(noise), rows)
      const sums = kernels.allocate(Float64Array, N_USERS)
      kernels.run('squaredErrors', N_USERS, { chunk: 2 }, ...given.slice(0, 3), rows, given[3], WIDTH, sums)
      return { rows: rows.slice(), sums: sums.slice() }
    })

  test('a row is drawn from its posterior, also of somebody without ratings, and its errors are summed', () => {
    const { rows, sums } = sampled(1)
    for (let row = 0; row < N_USERS; row++) {
      const own = noise.subarray(row * WIDTH, (row + 1) * WIDTH)
      const expected = posterior.sampleRow(
        row,
        { indptr, indices, values },
        others,
        { precision, pull, alpha: 1.7 },
        own,
      )
      expectClose(rows.subarray(row * WIDTH, (row + 1) * WIDTH), expected, 3)
      let squares = 0
      for (let e = indptr[row]; e < indptr[row + 1]; e++) {
        const product = expected.reduce((sum, x, f) => sum + x * others.rows[indices[e] * WIDTH + f], 0)
        squares += (values[e] - product) ** 2
      }
      expect(sums[row]).toBeCloseTo(squares, 2)
    }
  })

  test('the draws are the same bits on any number of threads', () => {
    expect(sampled(3)).toEqual(sampled(1))
  })

  test('without a negative part, coordinate descent goes the same way, and a row without ratings is zeros', () => {
    const [regularization, sweeps] = [0.05, 30]
    const rows = withKernels({ threads: 2 }, (kernels) => {
      const x = kernels.copy(new Float32Array(N_USERS * WIDTH).fill(0.5))
      const given = [indptr, indices, values, others.rows].map((array) => kernels.copy(array))
      const options = { chunk: 2, scratch: SCRATCH }
      kernels.run('nonNegativeRows', N_USERS, options, ...given, WIDTH, regularization, sweeps, x)
      return x.slice()
    })
    let zeros = 0
    for (let row = 0; row < N_USERS; row++) {
      const expected = new Float64Array(WIDTH).fill(row === 1 ? 0 : 0.5)
      if (row !== 1)
        posterior.solveNonNegative(row, { indptr, indices, values }, others, { regularization, sweeps }, expected)
      expectClose(rows.subarray(row * WIDTH, (row + 1) * WIDTH), expected, 3)
      zeros += expected.filter((value) => value === 0).length
    }
    // Some coordinates must be held at zero, or the test would not show that they are.
    expect(zeros).toBeGreaterThan(WIDTH)
  })
})
