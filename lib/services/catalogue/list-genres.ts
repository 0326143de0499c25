// The genres of the catalogue, the ones with most films first.
import type { Genre } from '@/lib/schemas/catalogue'
import { requireEngine, type Host } from '../host/host'

export function listGenres(host: Host): Genre[] {
  const { catalogue } = requireEngine(host)
  const found = new Map<string, { nMovies: number; nRatings: number; total: number }>()
  for (let item = 0; item < catalogue.nItems; item++) {
    const count = catalogue.counts[item]
    for (const genre of catalogue.genres(item)) {
      const entry = found.get(genre) ?? { nMovies: 0, nRatings: 0, total: 0 }
      entry.nMovies++
      entry.nRatings += count
      if (count > 0) entry.total += count * catalogue.means[item]
      found.set(genre, entry)
    }
  }
  return Array.from(found, ([genre, { nMovies, nRatings, total }]) => ({
    genre,
    nMovies,
    nRatings,
    mean: nRatings ? total / nRatings : null,
  })).sort((a, b) => b.nMovies - a.nMovies || a.genre.localeCompare(b.genre))
}
