// Films that a newcomer has probably seen, varied enough to tell tastes apart.
import type { MovieListItem } from '@/lib/schemas/movie'
import { requireEngine, type Host } from '../host/host'
import { toListItem } from './movie-lists'
import { refusedItems, stateOf, type Viewer } from '../people/person-state'

/** How much each film of the same first genre or decade, already chosen, lowers the next one. */
const SAMENESS = 0.75

/** The best-known films first, but no two of a kind in a row: greedy, O(n × pool). */
export async function suggestFilmsToRate(
  host: Host,
  person: Viewer,
  { n, skip }: { n: number; skip: readonly number[] },
): Promise<MovieListItem[]> {
  const engine = requireEngine(host)
  const { catalogue } = engine
  const state = await stateOf(host, person)
  const left = refusedItems(engine, state)
  for (const movieId of [...skip, ...state.ratings.map((row) => row.movieId)]) left.add(catalogue.indexOf(movieId))

  const pool = Array.from(catalogue.counts.keys())
    .filter((item) => catalogue.counts[item] > 0 && !left.has(item))
    .sort((a, b) => catalogue.counts[b] - catalogue.counts[a] || a - b)
    .slice(0, 10 * n)
  const chosen: number[] = []
  const penalty = new Map<string, number>()
  const kindsOf = (item: number) => [
    catalogue.genres(item)[0] ?? '',
    `decade ${Math.floor((catalogue.year(item) ?? 0) / 10)}`,
  ]
  const value = (item: number) =>
    kindsOf(item).reduce((worth, kind) => worth * SAMENESS ** (penalty.get(kind) ?? 0), catalogue.counts[item])
  while (chosen.length < n && pool.length) {
    const best = pool.reduce((top, item, i) => (value(item) > value(pool[top]) ? i : top), 0)
    const [item] = pool.splice(best, 1)
    chosen.push(item)
    for (const kind of kindsOf(item)) penalty.set(kind, (penalty.get(kind) ?? 0) + 1)
  }
  return chosen.map((item) => toListItem(host, engine, item))
}
