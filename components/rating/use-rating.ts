// My stars for one film: shown at once, stored behind it, taken back when that fails, undone from the toast.
'use client'
import useSWR, { useSWRConfig } from 'swr'
import { starsWords } from '../shared/words'
import { useToast } from '../ui/toast'
import { writeStars, type Stars, type WriteOutcome } from './rating-writer'

export const ratingKey = (movieId: number) => `/api/v1/me/ratings/${movieId}`
const dependsOnRatings = (key: unknown) =>
  typeof key === 'string' &&
  (key.startsWith('/api/v1/me/recommendations') ||
    key === '/api/v1/me/ratings' ||
    key.startsWith('/api/v1/me/ratings?'))

/** My stars for a film as this page knows them: what was read with it, and every write since. */
export function useStars(movieId: number, initialStars: Stars): Stars {
  // The page has just read it, and every write passes through useRating: nothing to fetch.
  const { data } = useSWR<{ stars: Stars }>(ratingKey(movieId), null, { fallbackData: { stars: initialStars } })
  return data?.stars ?? null
}

/** `onStored` hears of every write that arrived, also of one undone after the stars have left the page. */
export function useRating(movieId: number, title: string, initialStars: Stars, onStored?: (stars: Stars) => void) {
  const key = ratingKey(movieId)
  const { mutate } = useSWRConfig()
  const show = useToast()
  const stars = useStars(movieId, initialStars)

  async function store(next: Stars, before: Stars): Promise<WriteOutcome | null> {
    await mutate(key, { stars: next }, { revalidate: false })
    const outcome = await writeStars(movieId, next, before)
    if (outcome === null) return null
    await mutate(key, { stars: outcome.stars }, { revalidate: false })
    if (outcome.ok) {
      onStored?.(outcome.stars)
      void mutate(dependsOnRatings)
    } else show({ message: `Your stars for ${title} were not stored. ${outcome.message}`, tone: 'error' })
    return outcome
  }
  async function change(next: Stars) {
    const before = stars
    const outcome = await store(next, before)
    if (!outcome?.ok) return
    const did =
      outcome.stars === null ? `Cleared your rating of ${title}` : `${title}: ${starsWords(outcome.stars)} of 5 stars`
    show({ about: key, message: did, undo: () => void store(before, outcome.stars) })
  }
  return { stars, rate: (next: Stars) => void change(next) }
}
