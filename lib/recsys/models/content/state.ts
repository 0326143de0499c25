// The content model as typed arrays, and back.
import { AppError } from '@/lib/errors/app-error'
import { transposeCsr } from '@/lib/math/csr'
import type { ModelState, TermField } from '../contract'
import type { TfIdf } from './tf-idf'

const FIELDS: readonly TermField[] = ['word', 'genre', 'theme', 'director', 'cast']

/** Labels hold no line break, since they are words and single-line names; the separator is therefore safe. */
const SEPARATOR = '\n'

export function saveTfIdf({ terms, vectors }: Pick<TfIdf, 'terms' | 'vectors'>): ModelState {
  return {
    arrays: {
      indptr: vectors.indptr,
      indices: vectors.indices,
      values: vectors.values,
      fields: Uint8Array.from(terms, (term) => FIELDS.indexOf(term.field)),
      labels: new TextEncoder().encode(terms.map((term) => term.label.replace(/\s+/g, ' ')).join(SEPARATOR)),
    },
    meta: { nItems: vectors.indptr.length - 1, nTerms: terms.length },
  }
}

/** @throws AppError('bad_artefact') when arrays are missing, of another type, or do not fit each other or the catalogue. */
export function loadTfIdf({ arrays }: ModelState, nItems: number): TfIdf {
  const { indptr, indices, values, fields, labels } = arrays
  const typed =
    indptr instanceof Uint32Array &&
    indices instanceof Int32Array &&
    values instanceof Float32Array &&
    fields instanceof Uint8Array &&
    labels instanceof Uint8Array
  if (!typed)
    throw new AppError('bad_artefact', 'The content model lacks an array or has one of another type. Train it again.')
  if (indptr.length !== nItems + 1)
    throw new AppError(
      'bad_artefact',
      `The content model covers ${indptr.length - 1} movies, the catalogue has ${nItems}. Train it again.`,
    )
  const names = fields.length === 0 ? [] : new TextDecoder().decode(labels).split(SEPARATOR)
  const sound =
    names.length === fields.length &&
    indices.length === indptr[nItems] &&
    values.length === indices.length &&
    indices.every((term) => term >= 0 && term < names.length) &&
    fields.every((field) => field < FIELDS.length)
  if (!sound) throw new AppError('bad_artefact', 'The content model contradicts itself. Train it again.')
  const terms = names.map((label, i) => ({ field: FIELDS[fields[i]], label }))
  const vectors = { indptr, indices, values }
  return { terms, vectors, postings: transposeCsr(vectors, terms.length) }
}
