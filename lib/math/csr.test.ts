// Transposing: agrees with the dense definition, twice gives the rows sorted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { transposeCsr, type Csr } from './csr'

const rowsArbitrary = fc.array(
  fc.dictionary(fc.integer({ min: 0, max: 6 }).map(String), fc.integer({ min: 1, max: 9 })),
  {
    maxLength: 8,
  },
)

function toCsr(rows: Record<string, number>[]): Csr<Uint8Array> {
  const indptr = Uint32Array.from([
    0,
    ...rows.map((_, r) => rows.slice(0, r + 1).reduce((n, row) => n + Object.keys(row).length, 0)),
  ])
  const entries = rows.flatMap((row) => Object.entries(row))
  return {
    indptr,
    indices: Int32Array.from(entries, ([column]) => Number(column)),
    values: Uint8Array.from(entries, ([, value]) => value),
  }
}

function toDense(matrix: Csr<Uint8Array>, nColumns: number): number[][] {
  return Array.from({ length: matrix.indptr.length - 1 }, (_, row) => {
    const dense = new Array<number>(nColumns).fill(0)
    for (let i = matrix.indptr[row]; i < matrix.indptr[row + 1]; i++) dense[matrix.indices[i]] = matrix.values[i]
    return dense
  })
}

describe('transposeCsr', () => {
  test('agrees with transposing the dense matrix', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const transposed = toDense(transposeCsr(toCsr(rows), 7), rows.length)
        const dense = toDense(toCsr(rows), 7)
        expect(transposed).toEqual(Array.from({ length: 7 }, (_, c) => dense.map((row) => row[c])))
      }),
    )
  })

  test('twice gives back the matrix with its rows sorted', () => {
    const unsorted: Csr<Uint8Array> = {
      indptr: Uint32Array.of(0, 3, 4),
      indices: Int32Array.of(2, 0, 1, 1),
      values: Uint8Array.of(20, 10, 11, 21),
    }
    const sorted = transposeCsr(transposeCsr(unsorted, 3), 2)
    expect([...sorted.indices]).toEqual([0, 1, 2, 1])
    expect([...sorted.values]).toEqual([10, 11, 20, 21])
  })

  test('a column outside the matrix is refused', () => {
    const broken = { indptr: Uint32Array.of(0, 1), indices: Int32Array.of(3), values: Uint8Array.of(1) }
    expect(() => transposeCsr(broken, 3)).toThrow('Index 3 is outside 0…2.')
  })
})
