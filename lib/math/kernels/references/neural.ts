// The readable twins of assembly/neural.ts.

/** A dense matrix somewhere in `values`: entry (r, c) is at r · row + c · column. */
export interface Strided {
  values: Float32Array
  row: number
  column: number
}

/** C = A B; C (m × n) row-major with rows of `cRow`. O(m n depth). */
export function multiply(
  a: Strided,
  b: Strided,
  { c, cRow }: { c: Float32Array; cRow: number },
  { m, n, depth }: { m: number; n: number; depth: number },
): void {
  for (let r = 0; r < m; r++)
    for (let column = 0; column < n; column++) {
      let sum = 0
      for (let k = 0; k < depth; k++)
        sum += a.values[r * a.row + k * a.column] * b.values[k * b.row + column * b.column]
      c[r * cRow + column] = sum
    }
}

/** Sparse rows: entry e of row r, indptr[r] ≤ e < indptr[r + 1], is `values[e]` at column `indices[e]`. */
export interface SparseEntries {
  indptr: Uint32Array
  indices: Uint32Array
  values: Float32Array
}

/** h_r = tanh(Σ_e values_e W[indices_e]); W has rows of `width`, h of `stride`. O(entries width). */
export function sparseTanhRows(
  { indptr, indices, values }: SparseEntries,
  weights: Float32Array,
  width: number,
  h: Float32Array,
  stride: number,
): void {
  for (let r = 0; r + 1 < indptr.length; r++)
    for (let k = 0; k < width; k++) {
      let sum = 0
      for (let e = indptr[r]; e < indptr[r + 1]; e++) sum += values[e] * weights[indices[e] * width + k]
      h[r * stride + k] = Math.tanh(sum)
    }
}

/**
 * Of each row of logits: its loss −Σ_x ln softmax_x over the targets x, and in place of the logits `scale` times the gradient of that.
 * O(rows n).
 * @returns (rows) the losses.
 */
export function softmaxRows(
  logits: Float32Array,
  { n, stride, scale }: { n: number; stride: number; scale: number },
  { indptr, indices }: Pick<SparseEntries, 'indptr' | 'indices'>,
): Float64Array {
  const losses = new Float64Array(indptr.length - 1)
  for (let r = 0; r + 1 < indptr.length; r++) {
    const row = logits.subarray(r * stride, r * stride + n)
    const targets = indices.subarray(indptr[r], indptr[r + 1])
    const top = row.reduce((best, value) => Math.max(best, value), -Infinity)
    const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0)) + top
    for (const x of targets) losses[r] += total - row[x]
    for (let i = 0; i < n; i++) row[i] = scale * targets.length * Math.exp(row[i] - total)
    for (const x of targets) row[x] -= scale
    logits.fill(0, r * stride + n, (r + 1) * stride)
  }
  return losses
}

export interface AdamState {
  weights: Float32Array
  means: Float32Array
  squares: Float32Array
}

/**
 * One step of Adam with decoupled weight decay.
 * Source: Kingma & Ba, "Adam", ICLR 2015; Loshchilov & Hutter, "Decoupled weight decay regularization", ICLR 2019.
 * @param step from 1.
 */
export function adam(
  { weights, means, squares }: AdamState,
  gradients: Float32Array,
  { step, rate, decay }: { step: number; rate: number; decay: number },
): void {
  for (let i = 0; i < weights.length; i++) {
    means[i] = 0.9 * means[i] + 0.1 * gradients[i]
    squares[i] = 0.999 * squares[i] + 0.001 * gradients[i] ** 2
    const mean = means[i] / (1 - 0.9 ** step)
    const square = squares[i] / (1 - 0.999 ** step)
    weights[i] -= rate * (mean / (Math.sqrt(square) + 1e-8) + decay * weights[i])
  }
}
