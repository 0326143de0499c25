// The slow, readable user-kNN that the fast one is tested against: maps, and one definition after the other.
import type { RatingMatrix } from '../../data/rating-matrix'
import type { RatingVector } from '../contract'
import { interestWeights } from '../preferences'
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
  const interest = (stars: number) => interestWeights(Float32Array.of(stars))[0]
  const length = (ratings: Ratings) =>
    Math.sqrt(sum([...ratings.values()].map((stars) => interest(stars) * interest(stars))))

  const own = asMap(profile)
  const neighbours = crowd
    .map((ratings, userIndex) => {
      const common = [...own].filter(([item]) => ratings.has(item))
      const dot = sum(common.map(([item, stars]) => interest(stars) * interest(ratings.get(item) ?? 0)))
      // The crowd's lengths are kept in four bytes each.
      const cosine = dot / (length(own) * Math.fround(length(ratings)))
      const similarity = common.length > 0 ? (cosine * common.length) / (common.length + config.shrinkage) : 0
      const isSelf = ratings.size === own.size && [...own].every(([item, stars]) => ratings.get(item) === stars)
      return { userIndex, similarity, common: common.length, isSelf }
    })
    .filter(({ similarity, isSelf }) => similarity > 0 && !isSelf)
    .sort((a, b) => b.similarity - a.similarity || a.userIndex - b.userIndex)
    .slice(0, config.k)

  const say = (similarity: number) => similarity ** config.similarityPower
  const total = sum(neighbours.map(({ similarity }) => say(similarity)))
  const items = Array.from({ length: matrix.nItems }, (_, item) => {
    const raters = neighbours
      .filter(({ userIndex }) => crowd[userIndex].has(item))
      .map(({ userIndex, similarity }) => ({ similarity, stars: crowd[userIndex].get(item) ?? 0, userIndex }))
    const weight = sum(raters.map(({ similarity }) => similarity))
    const deviation = sum(
      raters.map(({ similarity, stars, userIndex }) => similarity * (stars - meanOf(crowd[userIndex]))),
    )
    const votes = sum(raters.map(({ similarity, stars }) => say(similarity) * interest(stars)))
    return {
      score: raters.length > 0 ? votes / total : -Infinity,
      stars:
        raters.length >= config.minSupport ? Math.min(5, Math.max(0.5, meanOf(own) + deviation / weight)) : Number.NaN,
      rated: raters.length,
      loved: raters.filter(({ stars }) => stars >= 4).length,
    }
  })
  return { neighbours, items }
}
