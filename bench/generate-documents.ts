// Texts of films that do not exist, as many as wanted, the same for the same seed.
import { createRandom } from '@/lib/math/random'
import type { ItemText } from '@/lib/recsys/models/contract'

const WORDS = 40_000
const SEED = 1

/** Each of 20 to 79 words drawn by Zipf's law, no word being an English one. */
export function generateDocuments(n: number): string[] {
  const random = createRandom(SEED)
  const draw = () => Math.floor(WORDS ** random.next()) - 1
  return Array.from({ length: n }, () =>
    Array.from({ length: 20 + random.integer(60) }, () => `q${draw().toString(36)}x`).join(' '),
  )
}

/** A film of which nothing but this is known. */
export const asItemText = (overview: string): ItemText => ({
  title: '',
  overview,
  genres: [],
  keywords: [],
  tags: [],
  directors: [],
  cast: [],
})
