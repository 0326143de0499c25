// Genres as bit masks, for the diversity of lists.
import type { ItemText } from '../models/contract'

const MASK_BITS = 32

/**
 * One mask per item; null where no item has a genre, so that diversity is not reported at all.
 * With more than 32 genres the most frequent 32 count. O(items).
 */
export function toGenreMasks(texts: readonly ItemText[]): Int32Array | null {
  const counts = new Map<string, number>()
  for (const { genres } of texts) for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + 1)
  if (counts.size === 0) return null
  const kept = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MASK_BITS)
  const bits = new Map(kept.map(([genre], bit) => [genre, 1 << bit]))
  return Int32Array.from(texts, ({ genres }) => genres.reduce((mask, genre) => mask | (bits.get(genre) ?? 0), 0))
}
