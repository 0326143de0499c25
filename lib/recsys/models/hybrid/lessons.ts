// From people who were kept out to lessons: what each part says of the films at the top of any part.
import { createRandom } from '@/lib/math/random'
import { topK } from '@/lib/math/top-k'
import type { RatingVector } from '../contract'
import { scoreParts, standardScore } from './blend'
import type { Part } from './parts'
import { isLike, pick, type ValidationPerson } from './validation'
import type { Lesson } from './weights'

/** A profile and the films that a good list holds. */
export interface Question {
  /** What the parts are told. */
  told: RatingVector
  /** What a list may not hold: all that is known of the person. */
  known: RatingVector
  wanted: Int32Array
}

/** The whole profile, and the hidden likes. */
export const askWhole = ({ known, hidden }: ValidationPerson): Question => ({
  told: known,
  known,
  wanted: likesOf(hidden),
})

/** Only `size` of the profile's ratings, drawn at random, and the hidden likes; null where the profile is no larger. */
export function askBriefly(person: ValidationPerson, size: number, seed: number): Question | null {
  const { items } = person.known
  if (items.length <= size) return null
  const places = createRandom(seed).shuffle(Int32Array.from(items.keys()))
  return { ...askWhole(person), told: pick(person.known, places.slice(0, size)) }
}

const likesOf = ({ items, stars }: RatingVector) => items.filter((_, i) => isLike(stars[i]))

/**
 * Asks all parts and keeps the best `poolSize` films of each. Films outside of every pool cannot come far in any blend.
 * O(the parts' scores + parts · nItems).
 */
export function toLesson(parts: readonly Part[], { told, known, wanted }: Question, poolSize: number): Lesson {
  const scored = scoreParts(parts, told)
  const rated = new Set(known.items)
  const pool = new Set<number>()
  for (const { scores, inverseDeviation } of scored)
    if (inverseDeviation > 0)
      for (const item of topK(scores, poolSize, (item) => !rated.has(item)).indices) pool.add(item)
  const items = Int32Array.from(pool).sort()
  const features = new Float32Array(items.length * parts.length)
  items.forEach((item, i) => scored.forEach((part, m) => (features[i * parts.length + m] = standardScore(part, item))))
  const sought = new Set(wanted)
  const relevant = Int32Array.from(items.keys()).filter((place) => sought.has(items[place]))
  return { features, relevant, nRelevant: sought.size }
}
