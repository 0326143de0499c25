// Reads the filters out of the address. What cannot be read is left out, and said.
import { GENRES, movieQuerySchema, type MovieQuery } from '@/lib/schemas/movie'
import { firstOf, type SearchParams } from '../_parts/route-params'

const FILTERS = ['q', 'genre', 'decade', 'minRatings'] as const
type Filter = (typeof FILTERS)[number]

const EXPLANATIONS: Record<Filter, (given: string) => string> = {
  q: () => 'The search text is longer than 200 characters, so it was left out.',
  genre: (given) => `“${given}” is not a genre of this catalogue, so films of all genres are shown.`,
  decade: (given) =>
    `“${given}” is not a decade (a year that ends in 0, such as 1990), so films of all years are shown.`,
  minRatings: (given) => `“${given}” is not a number of ratings (0 or more), so films with any number are shown.`,
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** A genre however it is written; others stay as they are and are then refused. */
const nameGenre = (given: string) => GENRES.find((genre) => genre.toLowerCase() === given.toLowerCase())

export interface BrowseQuery {
  query: MovieQuery
  /** One sentence for each filter that was left out. */
  notices: string[]
}

export function parseBrowseQuery(params: SearchParams): BrowseQuery {
  const good: Partial<Record<Filter, string>> = {}
  const notices: string[] = []
  for (const filter of FILTERS) {
    const given = firstOf(params[filter])
    if (given === undefined) continue
    const value = filter === 'genre' ? nameGenre(given) : given
    if (value !== undefined && movieQuerySchema.shape[filter].safeParse(value).success) good[filter] = value
    else notices.push(EXPLANATIONS[filter](shorten(given)))
  }
  return { query: movieQuerySchema.parse(good), notices }
}
