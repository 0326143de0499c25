// Scoring, predicting and explaining one profile come in a row: what they share is worked out once.
import type { RatingVector } from './contract'

/** Remembers what was made of the latest profile. Profiles are compared by their contents, and copied. */
export class LatestProfile<T> {
  private latest?: { ratings: RatingVector; value: T }

  /** @param make is given the copy, which nobody changes: it may keep it. */
  constructor(private readonly make: (ratings: RatingVector) => T) {}

  /** What `make` answers for this profile, made anew only when it differs from the one before. O(|profile|) where it does not. */
  of(ratings: RatingVector): T {
    if (this.latest && isEqual(this.latest.ratings, ratings)) return this.latest.value
    const { items, stars, ratedAt } = ratings
    const kept = { items: items.slice(), stars: stars.slice(), ...(ratedAt && { ratedAt: ratedAt.slice() }) }
    const value = this.make(kept)
    this.latest = { ratings: kept, value }
    return value
  }
}

/** Plain loops: whoever asks for one film after the other comes here for each. */
function isEqual(a: RatingVector, b: RatingVector): boolean {
  if (a.items.length !== b.items.length || a.stars.length !== b.stars.length) return false
  for (let j = 0; j < a.items.length; j++) if (a.items[j] !== b.items[j] || a.stars[j] !== b.stars[j]) return false
  const [mine, theirs] = [a.ratedAt, b.ratedAt]
  if (!mine || !theirs) return mine === theirs
  if (mine.length !== theirs.length) return false
  for (let j = 0; j < mine.length; j++) if (mine[j] !== theirs[j]) return false
  return true
}
