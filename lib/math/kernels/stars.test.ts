// The kernels of the models of stars that solve for rows do what their readable twins do.
import { describe, expect, test } from 'vitest'
import { withKernels } from './pool'
import * as posterior from './references/posterior'
import { expectClose, N_ITEMS, N_USERS, normals, ratings, WIDTH } from './test-stars'

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
