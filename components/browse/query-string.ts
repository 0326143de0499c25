// A movie query as a URL, for the address bar and for the API; what is not set is left out.
import type { MovieQuery } from '@/lib/schemas/movie'

type Filters = Partial<Pick<MovieQuery, 'q' | 'genre' | 'decade' | 'minRatings' | 'cursor' | 'limit'>>

export function toQueryString(filters: Filters): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== '' && value !== 0) params.set(name, String(value))
  return params.toString()
}

/** Only what a viewer chooses, in a fixed order. */
export const filtersOf = ({ q, genre, decade, minRatings }: Filters): Filters => ({
  q: q || undefined,
  genre,
  decade,
  minRatings,
})
