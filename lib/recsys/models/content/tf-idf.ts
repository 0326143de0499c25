// Weighted counts → unit vectors: idf, cut-offs, L2 norm.
import type { Csr } from '@/lib/math/csr'
import type { ContentConfig } from './config'
import type { Documents, Term, TermCounts } from './documents'

type TfIdfConfig = Pick<ContentConfig, 'minDf' | 'maxDfShare' | 'minLength'>

/** Rows are items, columns terms; every row has length at most 1 (see {@link weighTerms}), or is empty. */
export interface TfIdf {
  terms: Term[]
  vectors: Csr<Float32Array>
}

/**
 * x_it = c_it · idf_t / max(‖c_i · idf‖₂, minLength · median), with c_it the weighted sublinear count of ./documents,
 * idf_t = ln((1 + n) / (1 + df_t)) + 1 over the n items that have any text, and the median of ‖c_i · idf‖₂ over these.
 *
 * Terms with df_t < minDf or df_t > maxDfShare · n are dropped before the norm is taken.
 * Cost: O(nnz) time, 8 bytes per entry.
 * Source: Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988; smoothed as in scikit-learn's TfidfTransformer.
 * **Deviation:** the textbook divides by ‖·‖₂ alone. A film known by two genres would then have the full weight on each and be
 * the best match of everything that shares them; here what is missing of a typical length counts as a coordinate of its own that nobody shares.
 */
export function weighTerms(documents: Documents, config: TfIdfConfig): TfIdf {
  const df = countDocuments(documents)
  const n = documents.items.filter((item) => item.terms.length > 0).length
  const { newIndex, terms } = renumber(documents.terms, (t) => df[t] >= config.minDf && df[t] <= config.maxDfShare * n)
  const idf = Float64Array.from(df, (count) => Math.log((1 + n) / (1 + count)) + 1)
  const vectors = pack(documents.items, newIndex, idf)
  scaleRows(vectors, config.minLength)
  return { terms, vectors }
}

function countDocuments({ terms, items }: Documents): Int32Array {
  const df = new Int32Array(terms.length)
  for (const item of items) for (let t = 0; t < item.terms.length; t++) df[item.terms[t]]++
  return df
}

/** New index of each kept term, -1 for the others. */
function renumber(all: readonly Term[], keep: (term: number) => boolean): { newIndex: Int32Array; terms: Term[] } {
  const newIndex = new Int32Array(all.length).fill(-1)
  const terms: Term[] = []
  for (let t = 0; t < all.length; t++) if (keep(t)) newIndex[t] = terms.push(all[t]) - 1
  return { newIndex, terms }
}

/** (nItems × nTerms), values c_it · idf_t, not yet scaled. */
function pack(items: readonly TermCounts[], newIndex: Int32Array, idf: Float64Array): Csr<Float32Array> {
  const indptr = new Uint32Array(items.length + 1)
  for (let i = 0; i < items.length; i++) {
    let kept = 0
    for (let t = 0; t < items[i].terms.length; t++) if (newIndex[items[i].terms[t]] >= 0) kept++
    indptr[i + 1] = indptr[i] + kept
  }
  const indices = new Int32Array(indptr[items.length])
  const values = new Float32Array(indptr[items.length])
  let at = 0
  for (const { terms, counts } of items) {
    for (let t = 0; t < terms.length; t++) {
      if (newIndex[terms[t]] < 0) continue
      indices[at] = newIndex[terms[t]]
      values[at++] = counts[t] * idf[terms[t]]
    }
  }
  return { indptr, indices, values }
}

function scaleRows({ indptr, values }: Csr<Float32Array>, minLength: number): void {
  const lengths = new Float64Array(indptr.length - 1)
  for (let row = 0; row < lengths.length; row++) {
    let squares = 0
    for (let e = indptr[row]; e < indptr[row + 1]; e++) squares += values[e] * values[e]
    lengths[row] = Math.sqrt(squares)
  }
  const typical = medianOf(lengths.filter((length) => length > 0))
  for (let row = 0; row < lengths.length; row++) {
    const length = Math.max(lengths[row], minLength * typical)
    for (let e = indptr[row]; e < indptr[row + 1]; e++) values[e] /= length
  }
}

/** The lower median; 0 of nothing. */
function medianOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.slice().sort()[(values.length - 1) >> 1]
}
