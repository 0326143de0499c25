// Products by an inverted index: the kernels against their readable twins, bit for bit.
import { describe, expect, test } from 'vitest'
import { transposeCsr, type Csr } from '../csr'
import { createRandom } from '../random'
import { topK } from '../top-k'
import { InvertedIndex } from './inverted-index'
import { Kernels, type KernelOptions } from './pool'
import { addColumns, listAtLeast } from './references/postings'

const BUILDS: KernelOptions['build'][] = ['baseline', 'fma']
const N_ROWS = 2_345
const N_COLUMNS = 97

/** Few entries in most columns, nearly all rows in the first ones. */
function randomRows(): Csr<Float32Array> {
  const random = createRandom(1)
  const rows = Array.from({ length: N_ROWS }, () =>
    Array.from({ length: N_COLUMNS }, (_, column) => column).filter((column) => random.next() < 1 / (1 + column / 3)),
  )
  const indptr = new Uint32Array(N_ROWS + 1)
  rows.forEach((row, r) => (indptr[r + 1] = indptr[r] + row.length))
  const indices = Int32Array.from(rows.flat())
  return { indptr, indices, values: Float32Array.from(indices, () => random.normal()) }
}

const byColumn = transposeCsr(randomRows(), N_COLUMNS)
const columns = Int32Array.of(40, 0, 7, 96, 3)
const weights = Float32Array.of(0.3, -1.7, 0.1, 4, 1e-3)

function productsByDefinition(): Float32Array {
  const sums = new Float32Array(N_ROWS)
  addColumns(byColumn, columns, weights, sums)
  return sums
}

describe('an inverted index', () => {
  test('gives the sums of the plain loop, each time anew', () => {
    const index = new InvertedIndex(byColumn, N_ROWS)
    const expected = productsByDefinition()
    expect(index.products(columns, weights)).toEqual(expected)
    index.products(Int32Array.of(1, 2), Float32Array.of(1, 1))
    expect(index.products(columns, weights)).toEqual(expected)
    expect(index.products(new Int32Array(0), new Float32Array(0))).toEqual(new Float32Array(N_ROWS))
  })

  test.each([0, 1, 50, 10_000])('finds the %i best rows above nothing, but for the one left out', (n) => {
    const index = new InvertedIndex(byColumn, N_ROWS)
    const sums = productsByDefinition()
    const [first] = topK(sums, 1).indices
    const expected = topK(sums, n, (row) => row !== first && sums[row] > 0)
    expect(index.best(columns, weights, n, first)).toEqual(expected)
  })

  test('of rows that are alike the lower ones come first, across stretches', () => {
    const indptr = Uint32Array.of(0, 5)
    const alike = { indptr, indices: Int32Array.of(3, 900, 1500, 2100, 2300), values: new Float32Array(5).fill(0.5) }
    const best = new InvertedIndex(alike, N_ROWS).best(Int32Array.of(0), Float32Array.of(1), 3, 900)
    expect(Array.from(best.indices)).toEqual([3, 1500, 2100])
  })

  test('a catalogue without anything in it is answered with nothing', () => {
    const empty = { indptr: new Uint32Array(1), indices: new Int32Array(0), values: new Float32Array(0) }
    expect(new InvertedIndex(empty, 0).best(new Int32Array(0), new Float32Array(0), 5, 0).indices).toHaveLength(0)
  })
})

describe.each(BUILDS)('listing rows by their sums, %s build', (build) => {
  test('finds everybody who reaches the floor, and nobody outside of the stretch asked for', () => {
    const kernels = new Kernels({ threads: 1, build })
    const sums = kernels.allocate(Float32Array, N_ROWS + 3)
    sums.set(productsByDefinition())
    const found = kernels.allocate(Int32Array, N_ROWS)
    for (const floor of [2 ** -149, 0.5, sums[5], 1e9])
      for (const [from, to] of [
        [0, N_ROWS],
        [3, 3],
        [5, 6],
        [1024, 2047],
      ]) {
        const count = kernels.call('listAtLeast', from, to, sums, floor, found)
        expect(Array.from(found.subarray(0, count))).toEqual(listAtLeast({ from, to }, sums, floor))
      }
  })
})
