// Profiles as models read them: made from any pairs, and checked at the rim.
import { AppError } from '@/lib/errors/app-error'
import type { RatingVector } from '../models/contract'

/**
 * A profile from (item, stars) pairs in any order; later duplicates win. O(n log n).
 * @param pairs item indices and stars 0.5…5.
 */
export function createRatingVector(pairs: Iterable<readonly [item: number, stars: number]>): RatingVector {
  const sorted = [...new Map(pairs)].sort(([a], [b]) => a - b)
  return { items: Int32Array.from(sorted, ([item]) => item), stars: Float32Array.from(sorted, ([, stars]) => stars) }
}

/**
 * Checks a profile before any arithmetic, so that wrong numbers cannot travel on silently. O(n).
 * @throws AppError('invalid') when lengths disagree, items do not ascend within 0…nItems-1, or stars lie outside 0.5…5.
 */
export function requireRatingVector({ items, stars, ratedAt }: RatingVector, nItems: number): void {
  if (items.length !== stars.length)
    throw new AppError('invalid', `A profile has ${items.length} items but ${stars.length} ratings.`)
  if (ratedAt && ratedAt.length !== items.length)
    throw new AppError('invalid', `A profile has ${items.length} items but ${ratedAt.length} times.`)
  for (let i = 0; i < items.length; i++) {
    if (items[i] >= nItems || items[i] <= (i > 0 ? items[i - 1] : -1))
      throw new AppError('invalid', `Item ${items[i]} at ${i}: items must ascend within 0…${nItems - 1}.`)
    if (!(stars[i] >= 0.5 && stars[i] <= 5))
      throw new AppError('invalid', `Item ${items[i]} has ${stars[i]} stars, expected 0.5 to 5.`)
  }
}
