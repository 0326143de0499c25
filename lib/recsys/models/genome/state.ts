// The genome model as typed arrays, and back.
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '../contract'

/** What is kept of the fit. */
export interface GenomeState {
  /** (nTags) */
  tags: readonly string[]
  /** (nCovered) items, ascending. */
  items: Int32Array
  /** V (nComponents × nTags) row-major, orthonormal rows. */
  components: Float32Array
  /** Z (nCovered × nComponents) row-major. */
  coordinates: Float32Array
  /** (nComponents) the share of the variance that each carries. */
  explained: Float64Array
}

/** Tags are one line each, so that the separator is safe. */
const SEPARATOR = '\n'

export function saveGenome(state: GenomeState, nItems: number): ModelState {
  const { tags, items, components, coordinates, explained } = state
  const labels = new TextEncoder().encode(tags.map((tag) => tag.replace(/\s+/g, ' ')).join(SEPARATOR))
  const explainedVariance = explained.reduce((sum, share) => sum + share, 0)
  return {
    arrays: { items, components, coordinates, explained, labels },
    meta: { nItems, nTags: tags.length, nCovered: items.length, explainedVariance },
  }
}

/** @throws AppError('bad_artefact') when the state does not fit the catalogue or itself. */
export function loadGenome({ arrays, meta }: ModelState, nItems: number): GenomeState {
  const { items, components, coordinates, explained, labels } = arrays
  const typed =
    items instanceof Int32Array &&
    components instanceof Float32Array &&
    coordinates instanceof Float32Array &&
    explained instanceof Float64Array &&
    labels instanceof Uint8Array
  if (!typed || meta.nItems !== nItems)
    throw new AppError('bad_artefact', `The genome model does not cover the ${nItems} movies. Train it again.`)
  const tags = new TextDecoder().decode(labels).split(SEPARATOR)
  const sound =
    components.length === explained.length * tags.length &&
    coordinates.length === explained.length * items.length &&
    items.every((item, row) => item < nItems && item > (row > 0 ? items[row - 1] : -1))
  if (!sound) throw new AppError('bad_artefact', 'The genome model contradicts itself. Train it again.')
  return { tags, items, components, coordinates, explained }
}
