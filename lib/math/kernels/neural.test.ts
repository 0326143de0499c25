// The kernels of a neural network against their readable twins, in every layout that training uses.
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import type { KernelArray } from './memory'
import { withKernels, type Kernels } from './pool'
import * as reference from './references/neural'

const normals = (seed: number, length: number) => {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, normal)
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 4) {
  expect(actual).toHaveLength(expected.length)
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits)
}

const SCRATCH = 512 * 32 * 4
/** Copies what a kernel may change, runs it, and answers what it made of it. */
function changed<T extends KernelArray>(threads: number, source: T, run: (kernels: Kernels, copy: T) => void): T {
  return withKernels({ threads }, (kernels) => {
    const copy = kernels.copy(source)
    run(kernels, copy)
    return copy.slice() as T
  })
}

describe('a product of matrices', () => {
  test.each([
    ['as it stands', { m: 8, n: 40, depth: 7 }, false, false],
    ['deeper than a block', { m: 4, n: 8, depth: 1100 }, false, false],
    ['with the first turned', { m: 12, n: 72, depth: 9 }, true, false],
    ['with the second turned', { m: 4, n: 24, depth: 530 }, false, true],
  ])('%s is what the loops give, for any number of threads', (_, shape, turnA, turnB) => {
    const { m, n, depth } = shape
    const a = { values: normals(1, m * depth), row: turnA ? 1 : depth, column: turnA ? m : 1 }
    const b = { values: normals(2, depth * n), row: turnB ? 1 : n, column: turnB ? depth : 1 }
    const expected = new Float32Array(m * (n + 8))
    reference.multiply(a, b, { c: expected, cRow: n + 8 }, shape)
    const product = (threads: number) =>
      changed(threads, new Float32Array(m * (n + 8)), (kernels, c) => {
        const [left, right] = [kernels.copy(a.values), kernels.copy(b.values)]
        const of = [left, a.row, a.column, right, b.row, b.column, c, n + 8, m, n, depth]
        kernels.run('multiplyUnits', Math.ceil(n / 32), { chunk: 1, scratch: SCRATCH }, ...of)
      })
    expectClose(product(1), expected, 3)
    expect(product(3)).toEqual(product(1))
  })
})

const entries: reference.SparseEntries = {
  indptr: Uint32Array.of(0, 3, 3, 5),
  indices: Uint32Array.of(1, 4, 9, 0, 9),
  values: Float32Array.of(0.5, -1, 2, 1, 0.25),
}

describe('the layers', () => {
  test('a sparse input goes through its weights and tanh, and leaves the rest of the row alone', () => {
    const weights = normals(3, 10 * 8)
    const expected = new Float32Array(3 * 12).fill(7)
    reference.sparseTanhRows(entries, weights, 8, expected, 12)
    const actual = changed(2, new Float32Array(3 * 12).fill(7), (kernels, h) => {
      const [indptr, indices] = [kernels.copy(entries.indptr), kernels.copy(entries.indices)]
      const of = [indptr, indices, kernels.copy(entries.values), kernels.copy(weights), 8, h, 12]
      kernels.run('sparseTanhRows', 3, { chunk: 1 }, ...of)
    })
    expectClose(actual, expected, 5)
  })

  test('tanh and its gradient', () => {
    const values = normals(4, 2 * 12)
    const h = changed(1, values, (kernels, copy) => kernels.run('tanhRows', 2, { chunk: 1 }, copy, 8, 12))
    expectClose(
      h,
      Float32Array.from(values, (value, i) => (i % 12 < 8 ? Math.tanh(value) : value)),
      5,
    )
    const gradient = changed(1, normals(5, 2 * 8), (kernels, d) =>
      kernels.run('tanhGradientRows', 2, { chunk: 1 }, d, 8, kernels.copy(h), 12),
    )
    const before = normals(5, 2 * 8)
    expectClose(
      gradient,
      Float32Array.from(before, (d, i) => d * (1 - h[Math.floor(i / 8) * 12 + (i % 8)] ** 2)),
      5,
    )
  })

  test('softmax tells the loss and leaves its gradient, also for huge logits and for a row without targets', () => {
    const logits = normals(6, 3 * 16).map((value, i) => (i < 16 ? value * 60 : value))
    const shape = { n: 11, stride: 16, scale: 0.5 }
    const expected = logits.slice()
    const losses = reference.softmaxRows(expected, shape, entries)
    const found = new Float32Array(3)
    const actual = changed(2, logits, (kernels, copy) => {
      const [indptr, indices, sums] = [kernels.copy(entries.indptr), kernels.copy(entries.indices), kernels.copy(found)]
      kernels.run('softmaxRows', 3, { chunk: 1 }, copy, 11, 16, indptr, indices, sums, 0.5)
      found.set(sums)
    })
    expectClose(actual, expected, 5)
    losses.forEach((loss, r) => expect(found[r] / Math.max(1, loss)).toBeCloseTo(loss / Math.max(1, loss), 4))
  })
})

describe('Adam', () => {
  const start = () => ({
    weights: normals(7, 10 * 8),
    means: normals(8, 10 * 8),
    squares: normals(9, 10 * 8).map((v) => v * v),
  })
  const plan = { step: 3, rate: 0.01, decay: 0.1 }
  const scales = [plan.rate, 1 / (1 - 0.9 ** 3), 1 / (1 - 0.999 ** 3), plan.decay]

  test('moves weights as its twin does', () => {
    const gradients = normals(10, 10 * 8)
    const expected = start()
    reference.adam(expected, gradients, plan)
    withKernels({ threads: 2 }, (kernels) => {
      const [weights, means, squares] = Object.values(start()).map((array) => kernels.copy(array))
      kernels.run('adamRows', 10, { chunk: 3 }, weights, kernels.copy(gradients), means, squares, 8, ...scales)
      expectClose(weights, expected.weights, 5)
      expectClose(means, expected.means, 5)
      expectClose(squares, expected.squares, 5)
    })
  })

  test('of a sparse layer gathers the gradient of each input first', () => {
    const d = normals(11, 3 * 8)
    const byInput = { indptr: Uint32Array.of(0, 1, 2, 2, 2, 3, 3, 3, 3, 3, 5), rows: Uint32Array.of(2, 0, 0, 0, 2) }
    const values = Float32Array.of(1, 0.5, -1, 2, 0.25)
    const gradients = new Float32Array(10 * 8)
    for (let i = 0; i < 10; i++)
      for (let e = byInput.indptr[i]; e < byInput.indptr[i + 1]; e++)
        for (let k = 0; k < 8; k++) gradients[i * 8 + k] += values[e] * d[byInput.rows[e] * 8 + k]
    const expected = start()
    reference.adam(expected, gradients, plan)
    withKernels({ threads: 2 }, (kernels) => {
      const [weights, means, squares] = Object.values(start()).map((array) => kernels.copy(array))
      const sparse = [kernels.copy(byInput.indptr), kernels.copy(byInput.rows), kernels.copy(values), kernels.copy(d)]
      const of = [weights, means, squares, 8, ...sparse, ...scales]
      kernels.run('adamInputRows', 10, { chunk: 2, scratch: 32 }, ...of)
      expectClose(weights, expected.weights, 5)
    })
  })
})
