// Weighted counts of terms, item after item, in arrays that all items share.
import type { Csr } from '@/lib/math/csr'

/** In place of a term: what does not count. */
export const UNCOUNTED = -1

/** So many in a row at most, as a rule. */
const TYPICAL_ENTRIES = 64

/**
 * Rows of Σ over fields of weight · (1 + ln tf). A map of its own for each item would take as long as all the rest.
 * 8 bytes per entry, at most doubled while it grows, and 20 per term.
 */
export class TermTotals {
  /** By term + 1, so that {@link UNCOUNTED} has a place: mentions in the field at hand. */
  private mentions = new Int32Array(1025)
  /** By term: the sum over the fields before. */
  private totals = new Float64Array(1024)
  /** The terms of the field at hand, in order of mention, and room for one more. */
  private mentioned = new Int32Array(1025)
  private nMentioned = 0
  private readonly indptr: Uint32Array
  private indices: Int32Array
  private values: Float32Array
  private nRows = 0
  private filled = 0

  constructor(nRows: number) {
    this.indptr = new Uint32Array(nRows + 1)
    // What is never written to takes addresses and no memory.
    const entries = (nRows + 1) * TYPICAL_ENTRIES
    this.indices = new Int32Array(entries)
    this.values = new Float32Array(entries)
  }

  mention(term: number): void {
    if (term >= this.totals.length) this.knowTerms(2 * (term + 1))
    if (this.mentions[term + 1]++ === 0) this.mentioned[this.nMentioned++] = term
  }

  /** Mentions the terms of some words. @param terms by word; {@link UNCOUNTED} is passed over. */
  mentionAll(words: Int32Array, terms: Int32Array, nTerms: number): void {
    if (nTerms > this.totals.length) this.knowTerms(2 * nTerms)
    const { mentions, mentioned } = this
    let count = this.nMentioned
    for (let w = 0; w < words.length; w++) {
      const term = terms[words[w]]
      const before = mentions[term + 1]++
      mentioned[count] = term
      // Adds 1 where `before` is 0 and the term counts. Every second word would make a branch go the other way.
      count += ((before - 1) & ~term) >>> 31
    }
    mentions[0] = 0
    this.nMentioned = count
  }

  /** Ends a field. */
  addMentions(weight: number): void {
    if (this.filled + this.nMentioned > this.indices.length) this.makeRoom(2 * (this.filled + this.nMentioned))
    const { mentions, totals, mentioned, indices } = this
    for (let m = 0; m < this.nMentioned; m++) {
      const term = mentioned[m]
      if (totals[term] === 0) indices[this.filled++] = term
      const count = mentions[term + 1]
      totals[term] += weight * (count === 1 ? 1 : 1 + Math.log(count))
      mentions[term + 1] = 0
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
    this.mentions = new Int32Array(count + 1)
    this.totals = new Float64Array(count)
    this.mentioned = new Int32Array(count + 1)
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
