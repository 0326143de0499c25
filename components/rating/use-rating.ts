// My stars for one film: shown at once, stored behind it, taken back when that fails, undone from the toast.
'use client'
import { starsWords } from '../shared/words'
import { useToast } from '../ui/toast'
import { noteStored, showStars, useStars, type Stars } from './given-stars'
import { writeStars, type WriteOutcome } from './rating-writer'

/** `onStored` hears of every write that arrived, also of one undone after the stars have left the page. */
export function useRating(movieId: number, title: string, initialStars: Stars, onStored?: (stars: Stars) => void) {
  const show = useToast()
  const stars = useStars(movieId, initialStars)

  async function store(next: Stars, before: Stars): Promise<WriteOutcome | null> {
    showStars(movieId, next)
    const outcome = await writeStars(movieId, next, before)
    if (outcome === null) return null
    showStars(movieId, outcome.stars)
    if (outcome.ok) {
      onStored?.(outcome.stars)
      noteStored()
    } else show({ message: `Your stars for ${title} were not stored. ${outcome.message}`, tone: 'error' })
    return outcome
  }
  async function change(next: Stars) {
    const before = stars
    const outcome = await store(next, before)
    if (!outcome?.ok) return
    const did =
      outcome.stars === null ? `Cleared your rating of ${title}` : `${title}: ${starsWords(outcome.stars)} of 5 stars`
    show({ about: `stars-${movieId}`, message: did, undo: () => void store(before, outcome.stars) })
  }
  return { stars, rate: (next: Stars) => void change(next) }
}
