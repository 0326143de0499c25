// The slow, readable user-kNN that the fast one is tested against: maps, and one definition after the other.
import type { RatingMatrix } from '../../data/rating-matrix'
import type { RatingVector } from '../contract'
import type { UserKnnConfig } from './config'

type Ratings = ReadonlyMap<number, number>

const asMap = ({ items, stars }: RatingVector): Ratings => new Map(Array.from(items, (item, i) => [item, stars[i]]))
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

/** Everything the model says of one profile, straight from the formulas. O(nUsers · n + nItems · k). */
export function userKnnByDefinition(matrix: RatingMatrix, profile: RatingVector, config: UserKnnConfig) {
  const crowd = Array.from({ length: matrix.nUsers }, (_, user) => asMap(matrix.ratingsOf(user)))
  const everyRating = crowd.flatMap((ratings) => [...ratings.values()])
  const globalMean = everyRating.length > 0 ? sum(everyRating) / everyRating.length : 3
  const meanOf = (ratings: Ratings) =>
    ratings.size + config.meanShrinkage > 0
      ? (sum(ratings.values()) + config.meanShrinkage * globalMean) / (ratings.size + config.meanShrinkage)
      : globalMean
  const centre = (ratings: Ratings) => new Map([...ratings].map(([item, stars]) => [item, stars - meanOf(ratings)]))
  const length = (ratings: Ratings) => Math.sqrt(sum([...ratings.values()].map((d) => d * d)))

  const own = asMap(profile)
  const centred = centre(own)
  const isFlat = [...centred.values()].every((d) => Math.abs(d) < 0.25)
  const direction = isFlat ? new Map([...own.keys()].map((item) => [item, 1])) : centred

  const neighbours = crowd
    .map((ratings, userIndex) => {
      const theirs = centre(ratings)
      const common = [...direction.keys()].filter((item) => theirs.has(item))
      const dot = sum(common.map((item) => (direction.get(item) ?? 0) * (theirs.get(item) ?? 0)))
      const cosine = dot / (length(direction) * length(theirs))
      const similarity = (cosine * common.length) / (common.length + config.shrinkage)
      const isSelf = ratings.size === own.size && [...own].every(([item, stars]) => ratings.get(item) === stars)
      return { userIndex, similarity, common: common.length, isSelf }
    })
    .filter(({ similarity, isSelf }) => similarity > 0 && !isSelf)
    .sort((a, b) => b.similarity - a.similarity || a.userIndex - b.userIndex)
    .slice(0, config.k)

  const typical = neighbours.length > 0 ? sum(neighbours.map((n) => n.similarity)) / neighbours.length : 0
  const items = Array.from({ length: matrix.nItems }, (_, item) => {
    const raters = neighbours.filter(({ userIndex }) => crowd[userIndex].has(item))
    const weight = sum(raters.map((n) => n.similarity))
    const deviation = sum(raters.map((n) => n.similarity * (centre(crowd[n.userIndex]).get(item) ?? 0)))
    return {
      score: raters.length > 0 ? deviation / (weight + config.scoreShrinkage * typical) : -Infinity,
      stars:
        raters.length >= config.minSupport ? Math.min(5, Math.max(0.5, meanOf(own) + deviation / weight)) : Number.NaN,
      rated: raters.length,
      loved: raters.filter(({ userIndex }) => (crowd[userIndex].get(item) ?? 0) >= 4).length,
    }
  })
  return { neighbours, items }
}
