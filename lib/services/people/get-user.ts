// Users of the crowd: who they are by what they rated, and who is like them.
import { randomInt } from 'node:crypto'
import type { Engine } from '@/lib/engine/engine'
import { AppError } from '@/lib/errors/app-error'
import type { RatingVector } from '@/lib/recsys/models/contract'
import type { NeighbourDto, UserDetail, UserSummary } from '@/lib/schemas/user'
import { requireEngine, type Host } from '../host/host'
import { cardOf } from '../recommend/recommend'
import { requireUserIndex } from '../recommend/recommend-for-user'

const N_TOP_RATED = 12
const N_TOP_GENRES = 3
const N_BOTH_LOVED = 3
const LOVED_STARS = 4
/** A genre's mean counts as this many ratings of the user's own mean more. */
const GENRE_PRIOR = 5

export interface Crowd {
  count: number
  firstUserId: number
  lastUserId: number
  synthetic: boolean
  dataSet: string
  nMovies: number
  nRatings: number
}

export function describeCrowd(host: Host): Crowd {
  const { ratings, dataSet, catalogue } = requireEngine(host)
  return {
    count: ratings.nUsers,
    firstUserId: ratings.userIds[0] ?? 0,
    lastUserId: ratings.userIds[ratings.nUsers - 1] ?? 0,
    synthetic: dataSet.synthetic,
    dataSet: dataSet.name,
    nMovies: catalogue.nItems,
    nRatings: ratings.nRatings,
  }
}

export function findRandomUserId(host: Host): number {
  const { userIds } = requireEngine(host).ratings
  if (!userIds.length) throw new AppError('not_found', 'This data set has no users.')
  return userIds[randomInt(userIds.length)]
}

export async function requireUser(host: Host, userId: number): Promise<UserDetail> {
  const engine = requireEngine(host)
  const ratings = engine.ratings.ratingsOf(requireUserIndex(engine, userId))
  const histogram = new Array<number>(10).fill(0)
  for (const stars of ratings.stars) histogram[stars * 2 - 1]++
  // The page draws how often each was chosen, so it is told in that order.
  const genres = genresOf(engine, ratings).sort((a, b) => b.count - a.count)
  return {
    ...summarise(engine, userId, ratings),
    histogram,
    genres: genres.map(({ genre, count, mean }) => ({ genre, count, mean })),
    topRated: topRated(engine, ratings, N_TOP_RATED).map((at) => ({
      movie: cardOf(host, engine, ratings.items[at]),
      stars: ratings.stars[at],
    })),
  }
}

/** Users in order of their ids, beginning with `from`. */
export async function listUsers(
  host: Host,
  { from = 0, limit }: { from?: number; limit: number },
): Promise<UserSummary[]> {
  const engine = requireEngine(host)
  const { userIds } = engine.ratings
  const start = userIds.findIndex((userId) => userId >= from)
  if (start < 0) return []
  return Array.from(userIds.slice(start, start + limit), (userId, i) =>
    summarise(engine, userId, engine.ratings.ratingsOf(start + i)),
  )
}

export async function listNeighbours(host: Host, userId: number, n: number): Promise<NeighbourDto[]> {
  const engine = requireEngine(host)
  const ratings = engine.ratings.ratingsOf(requireUserIndex(engine, userId))
  const { fitted } = engine.requireModel('user-knn')
  const neighbours = fitted.neighbours?.(ratings) ?? []
  return neighbours.slice(0, n).map(({ userIndex, similarity, common }) => ({
    userId: engine.ratings.userIds[userIndex],
    similarity,
    common,
    bothLoved: bothLoved(engine, ratings, engine.ratings.ratingsOf(userIndex)).map((item) =>
      cardOf(host, engine, item),
    ),
  }))
}

function summarise(engine: Engine, userId: number, ratings: RatingVector): UserSummary {
  const topGenres = genresOf(engine, ratings)
    .slice(0, N_TOP_GENRES)
    .map((entry) => entry.genre)
  return { userId, count: ratings.items.length, mean: meanOf(ratings), topGenres }
}

const meanOf = ({ stars }: RatingVector) =>
  stars.length ? stars.reduce((sum, value) => sum + value, 0) / stars.length : 0

/** Favourites first: the liking of a genre, shrunk to the user's mean, weighted by how often they choose it. */
function genresOf(engine: Engine, ratings: RatingVector) {
  const totals = new Map<string, { count: number; sum: number }>()
  ratings.items.forEach((item, i) => {
    for (const genre of engine.catalogue.genres(item)) {
      const entry = totals.get(genre) ?? { count: 0, sum: 0 }
      entry.count++
      entry.sum += ratings.stars[i]
      totals.set(genre, entry)
    }
  })
  const mean = meanOf(ratings)
  return Array.from(totals, ([genre, { count, sum }]) => {
    const shrunk = (sum + GENRE_PRIOR * mean) / (count + GENRE_PRIOR)
    return { genre, count, mean: sum / count, liking: shrunk * Math.log1p(count) }
  }).sort((a, b) => b.liking - a.liking || a.genre.localeCompare(b.genre))
}

/** Positions of the best-rated, among equals the ones the crowd knows best. */
function topRated(engine: Engine, ratings: RatingVector, n: number): number[] {
  const { counts } = engine.catalogue
  return Array.from(ratings.items.keys())
    .sort((a, b) => ratings.stars[b] - ratings.stars[a] || counts[ratings.items[b]] - counts[ratings.items[a]])
    .slice(0, n)
}

/** What both loved, the less widely known first: that says more about shared taste. */
function bothLoved(engine: Engine, mine: RatingVector, theirs: RatingVector): number[] {
  const loved = new Set(mine.items.filter((_, i) => mine.stars[i] >= LOVED_STARS))
  return Array.from(theirs.items.filter((item, i) => theirs.stars[i] >= LOVED_STARS && loved.has(item)))
    .sort((a, b) => engine.catalogue.counts[a] - engine.catalogue.counts[b] || a - b)
    .slice(0, N_BOTH_LOVED)
}
