// Small systems: agree with mathjs, and refuse what is not positive definite.
import { lusolve } from 'mathjs'
import { expect, test } from 'vitest'
import { addOuterProduct, addOuterProducts, factorCholesky, solveFactored } from './cholesky'
import { createRandom } from './random'

test.each([1, 2, 5, 17])('a system of %i unknowns has the solution of mathjs', (n) => {
  const random = createRandom(n)
  const a = new Float64Array(n * n)
  for (let v = 0; v < 2 * n; v++) addOuterProduct(a, n, Float64Array.from({ length: n }, random.normal), 0, 1.5)
  for (let i = 0; i < n; i++) a[i * n + i] += 1
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => a[Math.max(i, j) * n + Math.min(i, j)]),
  )
  const b = Float64Array.from({ length: n }, random.normal)
  const expected = lusolve(rows, [...b]).flat()
  factorCholesky(a, n)
  solveFactored(a, n, b)
  b.forEach((x, i) => expect(x).toBeCloseTo(Number(expected[i]), 8))
})

test('a matrix that is not positive definite is refused', () => {
  expect(() => factorCholesky(Float64Array.of(1, 0, 2, 1), 2)).toThrow('not positive definite')
})

test.each([1, 4, 9])('%i outer products together are what they are one after the other, bit for bit', (nVectors) => {
  const [n, stride] = [6, 8]
  const random = createRandom(nVectors)
  const vectors = Float32Array.from({ length: 12 * stride }, random.normal)
  const rows = Array.from({ length: nVectors }, (_, v) => (5 * v) % 12)
  const weights = Float64Array.from(rows, random.normal)
  const [together, oneByOne] = [new Float64Array(n * n).fill(1), new Float64Array(n * n).fill(1)]
  addOuterProducts(together, n, vectors, stride, rows, weights)
  rows.forEach((row, v) => addOuterProduct(oneByOne, n, vectors, row * stride, weights[v]))
  expect([...together]).toEqual([...oneByOne])
})
