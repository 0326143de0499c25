// Films as a table: recommendations, and the film somebody means.
import { AppError } from '@/lib/errors/app-error'
import type { MovieCard } from '@/lib/schemas/movie'
import type { Recommendation } from '@/lib/schemas/recommendation'
import type { Host } from '@/lib/services/host/host'
import { searchMovies } from '@/lib/services/catalogue/search-movies'
import { table, type Output } from './output'

export const nameOf = ({ title, year }: Pick<MovieCard, 'title' | 'year'>) => (year ? `${title} (${year})` : title)

export function listRecommended({ items }: Recommendation, output: Output): string {
  if (!items.length) return 'Nothing to recommend.'
  const withStars = items.some((item) => item.predictedStars !== undefined)
  const rows = items.map(({ rank, movie, predictedStars, score, reason }) => [
    String(rank).padStart(2),
    String(movie.id),
    nameOf(movie),
    withStars ? (predictedStars?.toFixed(1) ?? '') : score.toFixed(3),
    reason.text,
  ])
  return table(['#', 'id', 'film', withStars ? 'stars' : 'score', 'because'], rows, output)
}

/** An id, or the best match of a title. @throws AppError('not_found') */
export async function requireMovieId(host: Host, given: string, output: Output): Promise<number> {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given)
  const { items } = await searchMovies(host, { q: given.slice(0, 200), limit: 1 })
  const [found] = items
  if (!found) throw new AppError('not_found', `No film is called anything like "${given}". Try marquee search.`)
  output.message(`Taken as ${nameOf(found)}, movie ${found.id}.`)
  return found.id
}
