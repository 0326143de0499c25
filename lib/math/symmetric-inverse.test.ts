// The inverse, slow and fast: the one of mathjs, the same for any number of threads, and a small residual at a size that matters.
import { inv } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { allocateSymmetric, invertSymmetric } from './kernels/invert'
import { withKernels, type KernelOptions } from './kernels/pool'
import { createRandom } from './random'
import { invertPositiveDefinite } from './symmetric-inverse'

/** GᵀG / n + I/2 of random G (n × n): condition number about 10, row-major. */
function randomPositiveDefinite(n: number): Float64Array {
  const random = createRandom(n)
  const factor = Float64Array.from({ length: n * n }, random.normal)
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++) matrix[i * n + j] += (factor[k * n + i] * factor[k * n + j]) / n
  for (let i = 0; i < n; i++) matrix[i * n + i] += 0.5
  return matrix
}

/** Only the lower triangle is given to the kernel: what lies above it must not count. */
function invertInKernels(matrix: Float64Array, n: number, options: KernelOptions, step?: (fraction: number) => void) {
  return withKernels(options, (kernels) => {
    const shared = allocateSymmetric(kernels, n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) shared.values[i * shared.stride + j] = j <= i ? matrix[i * n + j] : NaN
    invertSymmetric(kernels, shared, step)
    return Float64Array.from(matrix, (_, at) => shared.values[Math.floor(at / n) * shared.stride + (at % n)])
  })
}

const largestGap = (a: Float64Array, b: Float64Array) =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i])), 0)

describe('the inverse of a positive definite matrix', () => {
  test.each([1, 3, 7, 40])('with %i rows is the one of mathjs', (n) => {
    const matrix = randomPositiveDefinite(n)
    const rows = Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, (i + 1) * n)])
    invertPositiveDefinite(matrix, n)
    expect(largestGap(matrix, Float64Array.from(inv(rows).flat()))).toBeLessThan(1e-9)
  })

  test.each([1, 11, 12, 13, 24, 25, 119, 120, 121, 133, 300])(
    'with %i rows comes out of the kernels as of the slow twin',
    (n) => {
      const matrix = randomPositiveDefinite(n)
      for (const build of ['baseline', 'fma'] as const) {
        const found = invertInKernels(matrix, n, { threads: 1, build })
        const expected = matrix.slice()
        invertPositiveDefinite(expected, n)
        expect(largestGap(found, expected)).toBeLessThan(1e-5)
      }
    },
  )

  test('has the same bits for any number of threads', () => {
    const matrix = randomPositiveDefinite(333)
    const alone = invertInKernels(matrix, 333, { threads: 1 })
    for (const threads of [2, 3, 5]) expect(invertInKernels(matrix, 333, { threads })).toEqual(alone)
  })

  test('times the matrix is the unit matrix, within single precision', () => {
    const n = 700
    const matrix = randomPositiveDefinite(n)
    const inverse = invertInKernels(matrix, n, { threads: 2 })
    let worst = 0
    for (let i = 0; i < n; i += 9)
      for (let j = 0; j < n; j += 7) {
        let sum = 0
        for (let k = 0; k < n; k++) sum += inverse[i * n + k] * matrix[k * n + j]
        worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)))
      }
    expect(worst).toBeLessThan(2e-5)
  })

  test('is symmetric to the last bit', () => {
    const n = 133
    const inverse = invertInKernels(randomPositiveDefinite(n), n, { threads: 1 })
    expect(inverse).toEqual(inverse.map((_, at) => inverse[(at % n) * n + Math.floor(at / n)]))
  })

  test('does not exist where a pivot is not positive', () => {
    const indefinite = Float64Array.of(1, 2, 2, 1)
    expect(() => invertInKernels(indefinite, 2, { threads: 1 })).toThrow('pivot 1 is not positive')
    expect(() => invertPositiveDefinite(indefinite, 2)).toThrow('pivot 1 is -3')
  })

  test('reports progress to the end, and stops when it is told to', () => {
    const seen: number[] = []
    invertInKernels(randomPositiveDefinite(300), 300, { threads: 1 }, (fraction) => seen.push(fraction))
    expect(seen).toHaveLength(3)
    expect(seen.at(-1)).toBe(1)
    const stop = () => {
      throw new Error('told to stop')
    }
    expect(() => invertInKernels(randomPositiveDefinite(9), 9, { threads: 1 }, stop)).toThrow('told to stop')
  })
})
