// Rows interleaved by eight, as kernels read them fastest; the layout is described in assembly/shared/octets.ts.

const ROWS = 8
const COLUMNS = 4

/** The next multiple of 8: columns and rows are filled up with zeros to it. */
export const paddedTo8 = (n: number) => Math.ceil(n / ROWS) * ROWS

/** Where element (row, column) of rows of `width` columns (a multiple of 8) lies among its octets. */
export function octetIndex(row: number, column: number, width: number): number {
  const octet = Math.floor(row / ROWS) * ROWS * width
  return octet + Math.floor(column / COLUMNS) * ROWS * COLUMNS + (row % ROWS) * COLUMNS + (column % COLUMNS)
}

/** (n × width) with rows of zeros filled up to `padded` columns, into `target` (n × padded). O(n width). */
export function padColumns(source: Float32Array, width: number, padded: number, target: Float32Array): void {
  for (let row = 0; row * width < source.length; row++)
    target.set(source.subarray(row * width, (row + 1) * width), row * padded)
}

/** The other way: the first `width` of each row's `padded` columns, in a new array. */
export function unpadColumns(source: Float32Array, width: number, padded: number): Float32Array {
  const rows = source.length / padded
  const result = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) result.set(source.subarray(row * padded, row * padded + width), row * width)
  return result
}
