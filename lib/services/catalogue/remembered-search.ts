// Searching in memory; what was found is kept, since people type the same beginnings.
import type { Db } from '@/lib/db/client'
import { readSearchRows, type SearchRow } from '@/lib/db/movies'
import { MovieSearch, type SearchFilter } from '@/lib/engine/search/movie-search'
import { Lru } from '../host/lru'

/** Row numbers in all the lists together: 8 MB. */
const MAX_FOUND = 2_000_000

export class RememberedSearch {
  private readonly found = new Lru<Int32Array>(MAX_FOUND)

  constructor(private readonly search: MovieSearch) {}

  row(index: number): SearchRow {
    return this.search.row(index)
  }

  find(filter: SearchFilter): Int32Array {
    const key = JSON.stringify([filter.q, filter.genre, filter.decade, filter.minRatings])
    const known = this.found.get(key)
    if (known) return known
    const found = this.search.find(filter)
    this.found.set(key, found, 1 + found.length)
    return found
  }
}

export async function loadSearch(db: Db): Promise<RememberedSearch> {
  return new RememberedSearch(new MovieSearch(await readSearchRows(db)))
}
