// Which items a filter leaves out, by itemIndex.
import type { RecommendationFilter } from '@/lib/schemas/recommendation'
import type { Catalogue } from './catalogue'

/** The items that the filter does not let through, ascending; none without a filter. O(nItems). */
export function itemsOutside(catalogue: Catalogue, filter: RecommendationFilter): number[] {
  const { genre, yearFrom, yearTo, exclude = [] } = filter
  const excluded = new Set(exclude.map((movieId) => catalogue.indexOf(movieId)))
  const outside: number[] = []
  if (genre === undefined && yearFrom === undefined && yearTo === undefined)
    return [...excluded].filter((item) => item >= 0).sort((a, b) => a - b)
  for (let item = 0; item < catalogue.nItems; item++) {
    const ofGenre = genre === undefined || catalogue.genres(item).includes(genre)
    if (excluded.has(item) || !ofGenre || !isWithin(catalogue.year(item), yearFrom, yearTo)) outside.push(item)
  }
  return outside
}

function isWithin(year: number | null, from?: number, to?: number): boolean {
  if (from === undefined && to === undefined) return true
  return year !== null && year >= (from ?? -Infinity) && year <= (to ?? Infinity)
}
