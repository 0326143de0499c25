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
  tastes: normals(7, N_USERS * WIDTH, 0.2),
  zShares: normals(8, N_USERS).map(Math.abs),
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

  /** @returns biases and factors of both sides, and z where there is one. */
  function runBlocks(threads: number, { build, choices = false }: { build?: 'baseline'; choices?: boolean } = {}) {
    const { groups, indptr, items, stars } = inBlocks()
    return withKernels({ threads, build }, (kernels) => {
      const rows = [kernels.copy(groups), kernels.copy(indptr), kernels.copy(items), kernels.copy(stars)]
      const { userBiases, itemBiases, userFactors, itemFactors, tastes, zShares } = start()
      const own = [userBiases, itemBiases, userFactors, itemFactors].map((array) => kernels.copy(array))
      const z = choices ? [kernels.copy(tastes), kernels.copy(zShares)] : [0, 0]
      const { mean, rate, regularization } = step
      for (const stratum of [0, 1]) {
        const scalars = [N_USERS, WIDTH, 2, stratum, mean, rate, regularization]
        kernels.run('descendBlocks', 2, { chunk: 1 }, ...rows, ...own, ...z, ...scalars)
      }
      return [...own, ...z].map((array) => (typeof array === 'number' ? array : array.slice()))
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

  test('runs of these blocks end in every way', () => {
    const { indptr } = inBlocks()
    expect(new Set(Array.from(indptr.subarray(1), (end, run) => (end - indptr[run]) % 4))).toEqual(
      new Set([0, 1, 2, 3]),
    )
  })

  test.each([
    ['baseline', false],
    ['baseline', true],
    [undefined, false],
    [undefined, true],
  ] as const)('over blocks, the %s build takes the same steps, choices: %s', (build, choices) => {
    const { tastes, zShares, ...without } = start()
    const expected = choices ? { ...without, tastes, zShares } : without
    for (const stratum of [0, 1]) sgd.descendBlocks(inBlocks(), stratum, expected, step)
    const learned = runBlocks(1, { build, choices })
    const { userBiases, itemBiases, userFactors, itemFactors } = expected
    const wanted = [userBiases, itemBiases, userFactors, itemFactors, ...(choices ? [tastes, zShares] : [])]
    wanted.forEach((array, i) => expectClose(learned[i] as Float32Array, array))
  })

  test.each([false, true])('blocks of a stratum on several threads give the very same bits, choices: %s', (choices) => {
    expect(runBlocks(3, { choices })).toEqual(runBlocks(1, { choices }))
  })

  test.each([false, true])('errors of runs are summed as by the formula, choices: %s', (choices) => {
    const { indptr, items, stars } = inBlocks()
    const { tastes, ...without } = start()
    const known = choices ? { ...without, tastes } : without
    const nRuns = indptr.length - 1
    const sums = withKernels({ threads: 2 }, (kernels) => {
      const arrays = [kernels.copy(indptr), kernels.copy(items), kernels.copy(stars)]
      const { userBiases, itemBiases, userFactors, itemFactors } = known
      const own = [userBiases, itemBiases, userFactors, itemFactors].map((array) => kernels.copy(array))
      const given = [...arrays, ...own, choices ? kernels.copy(tastes) : 0, N_USERS, WIDTH, step.mean]
      const squares = kernels.allocate(Float64Array, nRuns)
      kernels.run('squaredStarErrors', nRuns, { chunk: 2 }, ...given, squares)
      return squares.slice()
    })
    const expected = Array.from(sums, (_, run) => {
      const [from, to] = [indptr[run], indptr[run + 1]]
      const own = { user: run % N_USERS, items: items.subarray(from, to), stars: stars.subarray(from, to) }
      return sgd.squaredStarErrors(own, known, step.mean)
    })
    expectClose(sums, expected, 3)
    expect(Math.max(...sums)).toBeGreaterThan(1)
  })

  test.each([1, 3])('choices are summed up, and what they moved by is shared out, on %i threads', (threads) => {
    const blocks = inBlocks()
    const { implicitFactors, tastes, zShares: shares } = start()
    const kept = 0.9
    const before = sgd.sumChoices(blocks, implicitFactors, { width: WIDTH, shares })
    withKernels({ threads }, (kernels) => {
      const y = kernels.copy(implicitFactors)
      const runs = [kernels.copy(blocks.indptr), kernels.copy(blocks.items), y, N_USERS]
      const [z, was] = [1, 2].map(() => kernels.copy(new Float32Array(N_USERS * WIDTH).fill(7)))
      const own = kernels.copy(shares)
      kernels.run('sumChoices', N_USERS, { chunk: 2 }, ...runs, 2, WIDTH, own, z, was)
      expectClose(z, before)
      expect(was).toEqual(z)
      z.set(tastes)
      kernels.run('shareChoices', 2, { chunk: 1, scratch: 4 * WIDTH }, ...runs, WIDTH, own, z, was, kept)
      sgd.shareChoices(blocks, implicitFactors, { width: WIDTH, shares, tastes, before, kept })
      expectClose(y, implicitFactors)
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
