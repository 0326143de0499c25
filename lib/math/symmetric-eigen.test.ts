// Eigenvalues and eigenvectors of symmetric matrices, beside what defines them.
import { describe, expect, test } from 'vitest'
import { createRandom } from './random'
import { symmetricEigen } from './symmetric-eigen'

/** V (rows) and Λ put together again. */
function compose(values: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const a = new Float64Array(n * n)
  for (let r = 0; r < n; r++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) a[i * n + j] += values[r] * vectors[r * n + i] * vectors[r * n + j]
  return a
}

function randomSymmetric(n: number): Float64Array {
  const { normal } = createRandom(n)
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) a[i * n + j] = a[j * n + i] = normal()
  return a
}

const distance = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0)

describe('the eigenvectors of a symmetric matrix', () => {
  test.each([1, 2, 3, 8, 40])('%i of them put the matrix together again and are orthonormal', (n) => {
    const matrix = randomSymmetric(n)
    const { values, vectors } = symmetricEigen(matrix, n)
    expect(distance(compose(values, vectors, n), matrix)).toBeLessThan(1e-12 * n)
    const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0))
    expect(distance(compose(new Float64Array(n).fill(1), vectors, n), identity)).toBeLessThan(1e-12 * n)
    expect([...values]).toEqual([...values].sort((a, b) => b - a))
  })

  test('a 2 × 2 matrix has those known by hand', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2)
    expect(values[0]).toBeCloseTo(3, 12)
    expect(values[1]).toBeCloseTo(1, 12)
    expect(Math.abs(vectors[0])).toBeCloseTo(Math.SQRT1_2, 12)
    expect(vectors[0]).toBeCloseTo(vectors[1], 12)
  })

  test('a matrix of rank one and one of zeros come out as they are', () => {
    const ones = symmetricEigen(new Float64Array(25).fill(1), 5)
    expect(distance(ones.values, Float64Array.of(5, 0, 0, 0, 0))).toBeLessThan(1e-12)
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0])
  })

  test.each([1, 2, 3])('so does a matrix most of whose eigenvalues are only what rounding leaves (%i)', (seed) => {
    const [n, rank] = [128, 20]
    const { normal } = createRandom(seed)
    const rows = Float64Array.from({ length: rank * n }, normal)
    const matrix = new Float64Array(n * n)
    for (let row = 0; row < rank; row++)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) matrix[i * n + j] += 10 ** -row * rows[row * n + i] * rows[row * n + j]
    const { values, vectors } = symmetricEigen(matrix, n)
    expect(distance(compose(values, vectors, n), matrix)).toBeLessThan(1e-12 * values[0])
    expect(Math.abs(values[rank])).toBeLessThan(1e-13 * values[0])
  })

  test('what is not finite is refused, and the matrix is not changed', () => {
    expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError)
    const matrix = randomSymmetric(6)
    const before = matrix.slice()
    symmetricEigen(matrix, 6)
    expect(matrix).toEqual(before)
  })
})
