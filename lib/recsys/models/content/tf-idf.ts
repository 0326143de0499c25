// Weighted counts → unit vectors: idf, cut-offs, L2 norm.
import { transposeCsr, type Csr } from '@/lib/math/csr'
import type { ContentConfig } from './config'
import type { Documents } from './documents'
import type { Term } from './vocabulary'

type TfIdfConfig = Pick<ContentConfig, 'minDf' | 'maxDfShare' | 'minLength'>

/** Rows are items, columns terms; every row has length at most 1 (see {@link weighTerms}), or is empty. 16 bytes per entry. */
export interface TfIdf {
  terms: Term[]
  vectors: Csr
  /** (nTerms × nItems) their transpose: for each term the items that have it. */
  postings: Csr
}

/**
 * x_it = c_it · idf_t / max(‖c_i · idf‖₂, minLength · median), with c_it the weighted sublinear count of ./documents,
 * idf_t = ln((1 + n) / (1 + df_t)) + 1 over the n items that have any text, and the median of ‖c_i · idf‖₂ over these.
 *
 * Terms with df_t < minDf or df_t > maxDfShare · n are dropped before the norm is taken.
 * Cost: O(nnz) time.
 * Source: Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988; smoothed as in scikit-learn's TfidfTransformer.
 * **Deviation:** the textbook divides by ‖·‖₂ alone. A film known by two genres would then have the full weight on each and be
 * the best match of everything that shares them; here what is missing of a typical length counts as a coordinate of its own that nobody shares.
 */
export function weighTerms({ terms: all, counts }: Documents, config: TfIdfConfig): TfIdf {
  const df = countDocuments(counts, all.length)
  const n = counts.indptr.reduce((sum, end, row) => (row > 0 && end > counts.indptr[row - 1] ? sum + 1 : sum), 0)
  const { newIndex, terms } = renumber(all, (t) => df[t] >= config.minDf && df[t] <= config.maxDfShare * n)
  const idf = Float64Array.from(df, (count) => Math.log((1 + n) / (1 + count)) + 1)
  const postings = invert(counts, { newIndex, idf, df, nTerms: terms.length })
  // Back again: this sorts the terms of every row by counting, faster than comparing would.
  const vectors = transposeCsr(postings, counts.indptr.length - 1)
  const lengths = lengthsOf(vectors, config.minLength)
  for (let e = 0; e < postings.values.length; e++) postings.values[e] /= lengths[postings.indices[e]]
  for (let row = 0; row < lengths.length; row++) {
    const length = lengths[row]
    for (let e = vectors.indptr[row], end = vectors.indptr[row + 1]; e < end; e++) vectors.values[e] /= length
  }
  return { terms, vectors, postings }
}

function countDocuments({ indices }: Csr, nTerms: number): Int32Array {
  const df = new Int32Array(nTerms)
  for (let e = 0; e < indices.length; e++) df[indices[e]]++
  return df
}

/** New index of each kept term, -1 for the others. */
function renumber(all: readonly Term[], keep: (term: number) => boolean): { newIndex: Int32Array; terms: Term[] } {
  const newIndex = new Int32Array(all.length).fill(-1)
  const terms: Term[] = []
  for (let t = 0; t < all.length; t++) if (keep(t)) newIndex[t] = terms.push(all[t]) - 1
  return { newIndex, terms }
}

interface KeptTerms {
  /** By term as it was counted: its number among those kept, or -1; its idf_t; its df_t. */
  newIndex: Int32Array
  idf: Float64Array
  df: Int32Array
  nTerms: number
}

/** (nTerms × nItems), values c_it · idf_t of the kept terms, not yet scaled; items ascending. */
function invert({ indptr, indices, values }: Csr, { newIndex, idf, df, nTerms }: KeptTerms): Csr {
  const starts = new Uint32Array(nTerms + 1)
  for (let t = 0; t < df.length; t++) if (newIndex[t] >= 0) starts[newIndex[t] + 1] = df[t]
  for (let t = 0; t < nTerms; t++) starts[t + 1] += starts[t]
  const next = starts.slice(0, nTerms)
  const items = new Int32Array(starts[nTerms])
  const weighted = new Float32Array(starts[nTerms])
  const nItems = indptr.length - 1
  for (let item = 0; item < nItems; item++)
    for (let e = indptr[item], end = indptr[item + 1]; e < end; e++) {
      const term = newIndex[indices[e]]
      if (term < 0) continue
      const at = next[term]++
      items[at] = item
      weighted[at] = values[e] * idf[indices[e]]
    }
  return { indptr: starts, indices: items, values: weighted }
}

/** (nRows) by what each row is divided. */
function lengthsOf({ indptr, values }: Csr, minLength: number): Float64Array {
  const lengths = new Float64Array(indptr.length - 1)
  for (let row = 0; row < lengths.length; row++) {
    let squares = 0
    for (let e = indptr[row], end = indptr[row + 1]; e < end; e++) squares += values[e] * values[e]
    lengths[row] = Math.sqrt(squares)
  }
  const typical = medianOf(lengths.filter((length) => length > 0))
  return lengths.map((length) => Math.max(length, minLength * typical))
}

/** The lower median; 0 of nothing. */
function medianOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.slice().sort()[(values.length - 1) >> 1]
}
