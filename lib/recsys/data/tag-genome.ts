// The tag genome over the items of one catalogue.
import type { TagGenome } from '../models/contract'
import { binarySearch } from './id-index'

/** As it comes from a file or the database: by external ids. */
export interface GenomeByMovie {
  tags: readonly string[]
  /** Ascending. */
  movieIds: Int32Array
  /** (movieIds × tags) row-major, NaN where unknown. */
  relevance: Float32Array
}

/**
 * Renames films to items; those outside the catalogue are left out. Shares the vectors where nothing is left out. O(nMovies log nItems).
 * @param itemIds the catalogue, ascending.
 * @returns undefined where no film of it is described.
 */
export function indexGenome(genome: GenomeByMovie | null, itemIds: Int32Array): TagGenome | undefined {
  if (genome === null) return undefined
  const { tags, movieIds, relevance } = genome
  const all = movieIds.map((id) => binarySearch(itemIds, id))
  const known = Int32Array.from(all.keys()).filter((row) => all[row] >= 0)
  if (known.length === 0) return undefined
  const items = known.map((row) => all[row])
  if (known.length === movieIds.length) return { tags, items, relevance }
  const kept = new Float32Array(known.length * tags.length)
  known.forEach((row, at) => kept.set(relevance.subarray(row * tags.length, (row + 1) * tags.length), at * tags.length))
  return { tags, items, relevance: kept }
}
