// Ridge regression on rows by the kernels beside its equations as mathjs solves them.
import { lusolve } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import { RowRegression } from './row-regression'

const N_ROWS = 90

const normals = (seed: number, length: number) => {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, () => normal())
}

describe.each([1, 5, 8, 13])('rows of %i columns', (width) => {
  const values = normals(width, N_ROWS * width)
  const rowOf = (row: number) => Array.from(values.subarray(row * width, (row + 1) * width))
  const regression = new RowRegression(values, width)

  test.each([1, 7, 70])('a regression on %i of them is what mathjs solves, whatever was asked before', (n) => {
    const indices = Int32Array.from({ length: n }, (_, j) => j + 3)
    const targets = normals(7, n)
    const ridge = 0.3 * n
    const rows = Array.from(indices, rowOf)
    const gram = rowOf(0).map((_, f) =>
      rowOf(0).map((_, g) => rows.reduce((sum, row) => sum + row[f] * row[g], f === g ? ridge : 0)),
    )
    const pull = rowOf(0).map((_, f) => rows.reduce((sum, row, j) => sum + targets[j] * row[f], 0))
    const expected = lusolve(gram, pull).flat().map(Number)
    const solved = regression.solve(indices, targets, ridge)
    expect(solved).toHaveLength(width)
    solved.forEach((value, f) => expect(value).toBeCloseTo(expected[f], 4))
  })

  test.each([0.3, 1e-7])('with a common part and weights, and a ridge of %f, it is what mathjs solves', (ridge) => {
    const common = Float64Array.from({ length: width * width }, (_, at) =>
      at % (width + 1) === 0 ? 2 : 1 / (2 + Math.abs((at % width) - Math.floor(at / width))) ** 3,
    )
    const indices = Int32Array.of(2, 5, 8, 60)
    const [pulls, weights] = [normals(3, 4), Float64Array.of(1, 0.5, 3, 1.5)]
    const rows = Array.from(indices, rowOf)
    const matrix = rowOf(0).map((_, f) =>
      rowOf(0).map((_, g) =>
        rows.reduce((sum, row, j) => sum + weights[j] * row[f] * row[g], common[f * width + g] + (f === g ? ridge : 0)),
      ),
    )
    const pull = rowOf(0).map((_, f) => rows.reduce((sum, row, j) => sum + pulls[j] * row[f], 0))
    const expected = lusolve(matrix, pull).flat().map(Number)
    const solved = new RowRegression(values, width, common).solve(indices, pulls, ridge, weights)
    solved.forEach((value, f) => expect(value).toBeCloseTo(expected[f], 4))
  })

  test('a ridge too small for single precision is solved in double', () => {
    // Twice the same row: a Gram matrix of rank 1, whose other pivots only the ridge makes positive.
    const twice = new RowRegression(Float32Array.of(...rowOf(0), ...rowOf(0)), width)
    const squares = rowOf(0).reduce((sum, value) => sum + value * value, 0)
    const solved = twice.solve(Int32Array.of(0, 1), [3, 3], 1e-9)
    solved.forEach((value, f) => expect(value).toBeCloseTo((3 * rowOf(0)[f]) / squares, 3))
  })

  test('products with all rows, and with one, are those written out', () => {
    const x = normals(11, width)
    const all = regression.products(x)
    expect(all).toHaveLength(N_ROWS)
    for (let row = 0; row < N_ROWS; row++) {
      const expected = rowOf(row).reduce((sum, value, f) => sum + value * x[f], 0)
      expect(all[row]).toBeCloseTo(expected, 4)
      expect(regression.product(x, row)).toBeCloseTo(expected, 5)
    }
  })

  test('without any row there is nothing to explain', () => {
    expect(regression.solve(new Int32Array(0), [], 1)).toEqual(new Float32Array(width))
  })
})
