// The inverse: agrees with mathjs, across sizes around tiles and blocks, and refuses what has none.
import { inv } from 'mathjs'
import { expect, test } from 'vitest'
import { createRandom } from './random'
import { createSymmetric, invertPositiveDefinite } from './symmetric-inverse'

/** A random AᵀA + I, lower triangle into the matrix, and the same as rows. */
function randomPositiveDefinite(size: number) {
  const random = createRandom(size)
  const factor = Array.from({ length: size }, () => Array.from({ length: size }, random.normal))
  const rows = factor.map((a, i) =>
    factor.map((b, j) => a.reduce((sum, value, k) => sum + value * b[k], i === j ? 1 : 0)),
  )
  const matrix = createSymmetric(size)
  rows.forEach((row, i) => row.slice(0, i + 1).forEach((value, j) => (matrix.values[i * matrix.stride + j] = value)))
  return { matrix, rows }
}

test.each([1, 3, 4, 7, 63, 64, 65, 130])(
  'the inverse of a matrix with %i rows is the one of mathjs, in both triangles',
  (size) => {
    const { matrix, rows } = randomPositiveDefinite(size)
    invertPositiveDefinite(matrix)
    const expected = inv(rows)
    let worst = 0
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        worst = Math.max(worst, Math.abs(matrix.values[i * matrix.stride + j] - expected[i][j]))
    expect(worst).toBeLessThan(1e-8)
  },
)

test('a matrix that is not positive definite is refused', () => {
  const matrix = createSymmetric(2)
  matrix.values.set([1, 0], 0)
  matrix.values.set([2, 1], matrix.stride)
  expect(() => invertPositiveDefinite(matrix)).toThrow('not positive definite')
})

test('progress reaches the end, block by block', () => {
  const seen: number[] = []
  invertPositiveDefinite(randomPositiveDefinite(130).matrix, (fraction) => seen.push(fraction))
  expect(seen).toHaveLength(3)
  expect(seen.at(-1)).toBe(1)
})
