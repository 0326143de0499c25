// Who rates how much and what is rated how often, skewed as MovieLens is.
import type { Random } from '@/lib/math/random'

/** Nobody has fewer in MovieLens. */
const MIN_PER_USER = 20
const SPREAD = 1.25
const MAX_SHARE_OF_MOVIES = 0.3

/** How many films each user rates: log-normal above 20, and `nRatings` in all. */
export function drawActivity(nUsers: number, nMovies: number, nRatings: number, random: Random): Int32Array {
  const most = Math.floor(nMovies * MAX_SHARE_OF_MOVIES)
  const least = Math.min(MIN_PER_USER, Math.floor(nRatings / nUsers))
  if (nRatings > nUsers * most || least < 1)
    throw new RangeError(`${nRatings} ratings do not fit ${nUsers} users and ${nMovies} films.`)
  const weights = Float64Array.from({ length: nUsers }, () => Math.exp(SPREAD * random.normal()))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const spare = nRatings - least * nUsers
  const counts = Int32Array.from(weights, (weight) => Math.min(most, least + Math.floor((spare * weight) / total)))
  // What rounding and the cap left over goes one by one to users who still have films to rate.
  let missing = nRatings - counts.reduce((sum, count) => sum + count, 0)
  while (missing > 0) {
    const user = random.integer(nUsers)
    if (counts[user] >= most) continue
    counts[user] += 1
    missing -= 1
  }
  return counts
}

const HEAD = 120
const STEEPNESS = 1.4

/** Draws film 0…n-1 by popularity, (rank + 120)^-1.4, in constant time (Walker's alias method). */
export function createFilmSampler(nMovies: number, random: Random): () => number {
  const rank = random.shuffle(Int32Array.from({ length: nMovies }, (_, index) => index))
  const weights = Float64Array.from(rank, (position) => (position + HEAD) ** -STEEPNESS)
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / nMovies
  const share = weights.map((weight) => weight / mean)
  const alias = Int32Array.from(rank, (_, index) => index)
  const small: number[] = []
  const large: number[] = []
  share.forEach((value, film) => (value < 1 ? small : large).push(film))
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? 0
    const rich = large[large.length - 1]
    alias[poor] = rich
    share[rich] -= 1 - share[poor]
    if (share[rich] < 1) {
      large.pop()
      small.push(rich)
    }
  }
  return () => {
    const film = random.integer(nMovies)
    return random.next() < share[film] ? film : alias[film]
  }
}
