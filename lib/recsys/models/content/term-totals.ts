// Weighted counts of terms, item after item, in arrays that all items share.
import type { Csr } from '@/lib/math/csr'

/**
 * Rows of Σ over fields of weight · (1 + ln tf). A map of its own for each item would take as long as all the rest.
 * 8 bytes per entry, at most doubled while it grows, and 20 per term.
 */
export class TermTotals {
  /** By term: mentions in the field at hand, and the sum over the fields before. */
  private mentions = new Int32Array(1024)
  private totals = new Float64Array(1024)
  /** The terms of the field at hand, in order of mention. */
  private mentioned = new Int32Array(1024)
  private nMentioned = 0
  private readonly indptr: Uint32Array
  private indices = new Int32Array(1 << 16)
  private values = new Float32Array(1 << 16)
  private nRows = 0
  private filled = 0

  constructor(nRows: number) {
    this.indptr = new Uint32Array(nRows + 1)
  }

  mention(term: number): void {
    if (term >= this.mentions.length) this.knowTerms(2 * (term + 1))
    if (this.mentions[term]++ === 0) this.mentioned[this.nMentioned++] = term
  }

  /** Ends a field. */
  addMentions(weight: number): void {
    if (this.filled + this.nMentioned > this.indices.length) this.makeRoom(2 * (this.filled + this.nMentioned))
    const { mentions, totals, mentioned, indices } = this
    for (let m = 0; m < this.nMentioned; m++) {
      const term = mentioned[m]
      if (totals[term] === 0) indices[this.filled++] = term
      totals[term] += weight * (mentions[term] === 1 ? 1 : 1 + Math.log(mentions[term]))
      mentions[term] = 0
    }
    this.nMentioned = 0
  }

  /** Ends an item. */
  endRow(): void {
    const { totals, indices, values } = this
    for (let e = this.indptr[this.nRows]; e < this.filled; e++) {
      values[e] = totals[indices[e]]
      totals[indices[e]] = 0
    }
    this.indptr[++this.nRows] = this.filled
  }

  /** The rows of all items; the terms of each in the order in which they were met. */
  rows(): Csr<Float32Array> {
    const { indptr, indices, values, filled } = this
    return { indptr, indices: indices.subarray(0, filled), values: values.subarray(0, filled) }
  }

  private knowTerms(count: number): void {
    const { mentions, totals, mentioned } = this
    this.mentions = new Int32Array(count)
    this.totals = new Float64Array(count)
    this.mentioned = new Int32Array(count)
    this.mentions.set(mentions)
    this.totals.set(totals)
    this.mentioned.set(mentioned)
  }

  private makeRoom(entries: number): void {
    const { indices, values } = this
    this.indices = new Int32Array(entries)
    this.values = new Float32Array(entries)
    this.indices.set(indices)
    this.values.set(values)
  }
}
