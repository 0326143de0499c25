// The kernels of gradient descent on stars, and what prepares it, do what their readable twins do.
import { describe, expect, test } from 'vitest'
import { withKernels } from './pool'
import { sortIntoRuns, type RatingsToSort } from './references/runs'
import * as sgd from './references/sgd'
import { drawUniform } from './references/uniform'
import { expectClose, N_ITEMS, N_USERS, normals, ratings, WIDTH } from './test-stars'

const start = () => ({
  width: WIDTH,
  userBiases: normals(1, N_USERS, 0.1),
  itemBiases: normals(2, N_ITEMS, 0.1),
  userFactors: normals(3, N_USERS * WIDTH, 0.3),
  itemFactors: normals(4, N_ITEMS * WIDTH, 0.3),
  implicitFactors: normals(6, N_ITEMS * WIDTH, 0.1),
})
const step = { mean: 2.9, rate: 0.05, regularization: 0.04 }

describe('descent', () => {
  const parity = (row: number) => row % 2
  /** Two groups a side, people and films by the parity of their rows; those of a group lie side by side. */
  const placesOf = (rows: number) => {
    const order = Array.from({ length: rows }, (_, row) => row).toSorted((a, b) => parity(a) - parity(b))
    return Int32Array.from({ length: rows }, (_, row) => order.indexOf(row))
  }
  const toSort = (): RatingsToSort => {
    const { indptr, items, stars } = ratings()
    const [userPlaces, itemPlaces] = [N_USERS, N_ITEMS].map(placesOf)
    const itemGroups = Uint8Array.from({ length: N_ITEMS }, (_, item) => parity(item))
    return {
      indptr,
      indices: items,
      halfStars: Uint8Array.from(stars, (s) => 2 * s),
      userPlaces,
      itemPlaces,
      itemGroups,
    }
  }
  const inBlocks = (): sgd.RatingBlocks => ({
    blocks: 2,
    nUsers: N_USERS,
    groups: Uint32Array.of(0, Math.ceil(N_USERS / 2), N_USERS),
    ...sortIntoRuns(toSort(), 2),
  })

  function runBlocks(threads: number, build?: 'baseline') {
    const { groups, indptr, items, stars } = inBlocks()
    return withKernels({ threads, build }, (kernels) => {
      const rows = [kernels.copy(groups), kernels.copy(indptr), kernels.copy(items), kernels.copy(stars)]
      const { userBiases, itemBiases, userFactors, itemFactors } = start()
      const own = [userBiases, itemBiases, userFactors, itemFactors].map((array) => kernels.copy(array))
      const { mean, rate, regularization } = step
      for (const stratum of [0, 1]) {
        const scalars = [N_USERS, WIDTH, 2, stratum, mean, rate, regularization]
        kernels.run('descendBlocks', 2, { chunk: 1 }, ...rows, ...own, ...scalars)
      }
      return own.map((array) => array.slice())
    })
  }

  test.each([
    [1, false],
    [3, false],
    [3, true],
  ])(
    'ratings are sorted into runs as by comparing them, on %i threads, with effects taken off: %s',
    (threads, takeOff) => {
      const effects = takeOff ? Float32Array.from(toSort().indices, (item, e) => item / 8 - e / 16) : undefined
      const given = { ...toSort(), effects }
      const expected = sortIntoRuns(given, 2)
      withKernels({ threads }, (kernels) => {
        const [indptr, indices, halfStars] = [given.indptr, given.indices, given.halfStars].map((array) =>
          kernels.copy(array),
        )
        const [userPlaces, itemPlaces] = [given.userPlaces, given.itemPlaces].map((array) => kernels.copy(array))
        const itemGroups = kernels.copy(given.itemGroups)
        const runs = kernels.allocate(Uint32Array, 2 * N_USERS)
        kernels.run('countRuns', N_USERS, { chunk: 2 }, indptr, indices, userPlaces, itemGroups, runs, N_USERS)
        expect(runs).toEqual(Uint32Array.from(runs, (_, run) => expected.indptr[run + 1] - expected.indptr[run]))
        const next = kernels.copy(expected.indptr)
        const [items, stars] = [
          kernels.copy(new Int32Array(indices.length)),
          kernels.copy(new Float32Array(indices.length)),
        ]
        const where = [userPlaces, itemPlaces, itemGroups, next, effects ? kernels.copy(effects) : 0, N_USERS]
        kernels.run('fillRuns', N_USERS, { chunk: 2 }, indptr, indices, halfStars, ...where, items, stars)
        expect([...items]).toEqual([...expected.items])
        expect([...stars]).toEqual([...expected.stars])
      })
    },
  )

  test.each(['baseline', undefined] as const)('over blocks, the %s build takes the same steps', (build) => {
    const { indptr } = inBlocks()
    const lengths = new Set(Array.from(indptr.subarray(1), (end, run) => (end - indptr[run]) % 4))
    // Runs must end in every way, or the test would not show that what is left of them is learned from.
    expect(lengths).toEqual(new Set([0, 1, 2, 3]))
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

  test.each([false, true])('errors of runs are summed as by the formula, implicit factors: %s', (implicit) => {
    const blocks = inBlocks()
    const { indptr, items, stars } = implicit ? ratings() : blocks
    const { implicitFactors, ...factors } = start()
    const known = implicit ? { ...factors, implicitFactors } : factors
    const [runs, nRuns] = [indptr, indptr.length - 1]
    const sums = withKernels({ threads: 2 }, (kernels) => {
      const arrays = [kernels.copy(runs), kernels.copy(items), kernels.copy(stars)]
      const { userBiases, itemBiases, userFactors, itemFactors } = factors
      const own = [userBiases, itemBiases, userFactors, itemFactors].map((array) => kernels.copy(array))
      const given = [...arrays, ...own, implicit ? kernels.copy(implicitFactors) : 0, N_USERS, WIDTH, step.mean]
      const squares = kernels.allocate(Float64Array, nRuns)
      kernels.run('squaredStarErrors', nRuns, { chunk: 2, scratch: 4 * WIDTH }, ...given, squares)
      return squares.slice()
    })
    const expected = Array.from(sums, (_, run) => {
      const [from, to] = [runs[run], runs[run + 1]]
      const own = { user: run % N_USERS, items: items.subarray(from, to), stars: stars.subarray(from, to) }
      return sgd.squaredStarErrors(own, known, step.mean)
    })
    expectClose(sums, expected, 3)
    expect(Math.max(...sums)).toBeGreaterThan(1)
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

describe('uniform numbers', () => {
  const [seed, rows, columns, reach] = [0x9abcdef0, 500, 6, 0.25]
  const drawn = (threads: number) =>
    withKernels({ threads }, (kernels) => {
      const values = kernels.allocate(Float32Array, rows * WIDTH)
      kernels.run('drawUniform', rows, { chunk: 3 }, seed, values, WIDTH, columns, reach)
      return values.slice()
    })

  test('are those of the generator, wherever a thread begins to draw', () => {
    expect(drawn(1)).toEqual(drawUniform(seed, rows, WIDTH, columns, reach))
    expect(drawn(3)).toEqual(drawn(1))
  })

  test('lie evenly between the bounds, and columns beyond those wanted are zeros', () => {
    const values = drawn(1)
    const wanted = values.filter((_, at) => at % WIDTH < columns)
    expect(values.filter((_, at) => at % WIDTH >= columns).every((value) => value === 0)).toBe(true)
    expect(wanted.every((value) => value >= -reach && value <= reach)).toBe(true)
    const quarters = [0, 0, 0, 0]
    wanted.forEach((value) => quarters[Math.min(3, Math.floor((value + reach) / (reach / 2)))]++)
    // 3,000 numbers: a quarter holds 750, with a deviation of 24.
    for (const count of quarters) expect(Math.abs(count - 750)).toBeLessThan(100)
  })
})
