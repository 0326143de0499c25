// Principal components against mathjs, which solves the whole covariance matrix, and against data whose answer is known.
import { eigs, matrix } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { largestEigenpairs } from './lanczos'
import { principalComponents } from './pca'
import { createRandom } from './random'
import { tridiagonalEigen } from './tridiagonal-eigen'

const random = createRandom(5)
const N_ROWS = 30
const N_COLUMNS = 8
const values = Float32Array.from({ length: N_ROWS * N_COLUMNS }, (_, i) => random.normal() * (1 + (i % N_COLUMNS)))
const options = { nRows: N_ROWS, nColumns: N_COLUMNS, nComponents: 3, seed: 1 }

const multiplyBy = (a: number[][]) => (x: Float64Array, into: Float64Array) =>
  a.forEach((row, i) => (into[i] = row.reduce((sum, value, j) => sum + value * x[j], 0)))

const symmetric = (n: number) => {
  const half = Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal()))
  return half.map((row, i) => row.map((value, j) => value + half[j][i]))
}

/** Descending, as mathjs finds them. */
const oracle = (a: number[][]) =>
  Array.from(eigs(matrix(a), { eigenvectors: false }).values.valueOf() as number[]).sort((x, y) => y - x)

describe('the eigenvalues of a symmetric matrix', () => {
  test('that is tridiagonal are those that mathjs finds, and its vectors are their own image', () => {
    const diagonal = [4, -1, 2.5, 0, 3]
    const beside = [1, 0.5, -2, 0]
    const dense = diagonal.map((value, i) =>
      diagonal.map((_, j) => (i === j ? value : Math.abs(i - j) === 1 ? beside[Math.min(i, j)] : 0)),
    )
    const { values: found, vectors } = tridiagonalEigen(diagonal, beside)
    oracle(dense).forEach((value, r) => expect(found[r]).toBeCloseTo(value, 10))
    for (let r = 0; r < 5; r++) {
      const vector = vectors.subarray(r * 5, r * 5 + 5)
      dense.forEach((row, i) =>
        expect(row.reduce((sum, value, j) => sum + value * vector[j], 0)).toBeCloseTo(found[r] * vector[i], 10),
      )
    }
  })

  test('that is known by its products alone are the largest ones of mathjs', () => {
    const a = symmetric(12)
    const { values: found } = largestEigenpairs(multiplyBy(a), { size: 12, count: 4, seed: 2 })
    oracle(a)
      .slice(0, 4)
      .forEach((value, r) => expect(found[r]).toBeCloseTo(value, 8))
  })

  test('are found when several are equal', () => {
    const a = [5, 5, 2, 5, 1].map((value, i) => Array.from({ length: 5 }, (_, j) => (i === j ? value : 0)))
    const { values: found, vectors } = largestEigenpairs(multiplyBy(a), { size: 5, count: 4, seed: 3 })
    ;[5, 5, 5, 2].forEach((value, r) => expect(found[r]).toBeCloseTo(value, 10))
    expect(Math.abs(vectors[3 * 5 + 2])).toBeCloseTo(1, 10)
  })

  test('of a large matrix stop early, with what is missing below the tolerance', () => {
    const n = 400
    let products = 0
    const multiply = (x: Float64Array, into: Float64Array) => {
      products++
      for (let i = 0; i < n; i++) into[i] = x[i] * 1000 * 0.8 ** i
    }
    const { values: found } = largestEigenpairs(multiply, { size: n, count: 10, seed: 4 })
    for (let r = 0; r < 10; r++) expect(found[r]).toBeCloseTo(1000 * 0.8 ** r, 4)
    expect(products).toBeLessThan(n / 2)
  })

  test('cannot be more than the matrix has', () => {
    expect(() => largestEigenpairs(multiplyBy([[1]]), { size: 1, count: 2, seed: 1 })).toThrow(RangeError)
    expect(() => tridiagonalEigen([1, Number.NaN], [0])).toThrow(RangeError)
    expect(() => tridiagonalEigen([1, 2], [])).toThrow(RangeError)
  })
})

describe('principal components', () => {
  test('carry the variance that mathjs finds in the covariance matrix', () => {
    const mean = Array.from({ length: N_COLUMNS }, (_, c) => {
      let sum = 0
      for (let r = 0; r < N_ROWS; r++) sum += values[r * N_COLUMNS + c]
      return sum / N_ROWS
    })
    const scatter = mean.map((_, a) =>
      mean.map((__, b) => {
        let sum = 0
        for (let r = 0; r < N_ROWS; r++)
          sum += (values[r * N_COLUMNS + a] - mean[a]) * (values[r * N_COLUMNS + b] - mean[b])
        return sum
      }),
    )
    const expected = oracle(scatter)
    const total = expected.reduce((sum, value) => sum + value, 0)
    const { explained } = principalComponents(values, options)
    for (let k = 0; k < 3; k++) expect(explained[k]).toBeCloseTo(expected[k] / total, 6)
  })

  test('are orthonormal, and all of them together give every row back', () => {
    const { means, components, coordinates, explained } = principalComponents(values, { ...options, nComponents: 99 })
    expect(explained).toHaveLength(N_COLUMNS)
    expect(explained.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
    for (let a = 0; a < N_COLUMNS; a++)
      for (let b = 0; b < N_COLUMNS; b++) {
        let dot = 0
        for (let c = 0; c < N_COLUMNS; c++) dot += components[a * N_COLUMNS + c] * components[b * N_COLUMNS + c]
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 5)
      }
    for (let r = 0; r < N_ROWS; r++)
      for (let c = 0; c < N_COLUMNS; c++) {
        let sum = means[c]
        for (let k = 0; k < N_COLUMNS; k++) sum += coordinates[r * N_COLUMNS + k] * components[k * N_COLUMNS + c]
        expect(sum).toBeCloseTo(values[r * N_COLUMNS + c], 3)
      }
  })

  test('take an unknown entry for its column’s mean, and leave the input as it is', () => {
    const holed = values.slice()
    holed[3] = Number.NaN
    const before = holed.slice()
    const { coordinates, means } = principalComponents(holed, options)
    expect(coordinates.every(Number.isFinite)).toBe(true)
    expect(means.every(Number.isFinite)).toBe(true)
    expect(holed).toEqual(before)
  })

  test('of rows that are all alike carry nothing', () => {
    const alike = new Float32Array(12).fill(0.5)
    const { explained, coordinates } = principalComponents(alike, { nRows: 4, nColumns: 3, nComponents: 2, seed: 1 })
    expect([...explained, ...coordinates].every((value) => value === 0)).toBe(true)
  })

  test('refuse a shape that the values do not have', () => {
    expect(() => principalComponents(values, { ...options, nRows: 29 })).toThrow(RangeError)
  })
})
