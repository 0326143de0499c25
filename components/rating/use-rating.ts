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

export function useRating(movieId: number, title: string, initialStars: Stars) {
  const key = ratingKey(movieId)
  const { mutate } = useSWRConfig()
  const show = useToast()
  // The page has just read it, and every write passes through here: nothing to fetch.
  const { data } = useSWR<{ stars: Stars }>(key, null, { fallbackData: { stars: initialStars } })
  const stars = data?.stars ?? null

  async function store(next: Stars, before: Stars): Promise<WriteOutcome | null> {
    await mutate(key, { stars: next }, { revalidate: false })
    const outcome = await writeStars(movieId, next, before)
    if (outcome === null) return null
    await mutate(key, { stars: outcome.stars }, { revalidate: false })
    if (outcome.ok) void mutate(dependsOnRatings)
    else show({ message: `Your stars for ${title} were not stored. ${outcome.message}`, tone: 'error' })
    return outcome
  }
  async function change(next: Stars) {
    const before = stars
    const outcome = await store(next, before)
    if (!outcome?.ok) return
    const did =
      outcome.stars === null ? `Cleared your rating of ${title}` : `${title}: ${starsWords(outcome.stars)} of 5 stars`
    show({ message: did, undo: () => void store(before, outcome.stars) })
  }
  return { stars, rate: (next: Stars) => void change(next) }
}
