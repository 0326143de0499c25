// The readable twin of assembly/postings.ts.
import type { Csr } from '../../csr'

/** sums_r += weights_c · value_rc over all entries of some columns, in the order given. `byColumn` holds column after column. */
export function addColumns(
  byColumn: Csr<Float32Array>,
  columns: Int32Array,
  weights: Float32Array,
  sums: Float32Array,
): void {
  const { indptr, indices, values } = byColumn
  columns.forEach((column, c) => {
    for (let e = indptr[column]; e < indptr[column + 1]; e++) sums[indices[e]] += weights[c] * values[e]
  })
}

/** All r of from…to with sums_r ≥ floor, ascending. */
export function listAtLeast({ from, to }: { from: number; to: number }, sums: Float32Array, floor: number): number[] {
  const all = Array.from({ length: to - from }, (_, i) => from + i)
  return all.filter((row) => sums[row] >= floor)
}
