// Anyone's taste from their ratings: the equations of one profile.
import type { SparseRows } from '../../data/rating-matrix'
import type { RatingVector } from '../contract'
import { preferenceWeights } from '../preferences'
import { recencyWeights } from '../recency'
import type { ImplicitAlsConfig } from './config'
import { confidenceOf } from './likes'

/** Of each rating of a profile: the confidence c and the pull c · p. */
export interface Pulls {
  confidences: Float64Array
  pulls: Float64Array
}

/**
 * A like (≥ minStars) has p = 1 and the confidence it was trained with; a lower rating p = w(stars) from {@link preferenceWeights}
 * and confidence 1, so that a dislike pushes away. Both confidences are multiplied by {@link recencyWeights}.
 */
export function pullsOf(ratings: RatingVector, config: ImplicitAlsConfig): Pulls {
  const { stars } = ratings
  const liked = (given: number) => given >= config.minStars
  const confidences = recencyWeights(ratings, config)
  const pulls = preferenceWeights(stars)
  for (let j = 0; j < stars.length; j++) {
    if (liked(stars[j])) confidences[j] *= confidenceOf(stars[j], config)
    pulls[j] = liked(stars[j]) ? confidences[j] : confidences[j] * pulls[j]
  }
  return { confidences, pulls }
}

/** {@link pullsOf} of every row, in single precision. @param profiles (nPeople × nItems). O(nRatings). */
export function pullsOfAll({ indptr, indices, halfStars, ratedAt }: SparseRows, config: ImplicitAlsConfig) {
  const all = { confidences: new Float32Array(indices.length), pulls: new Float32Array(indices.length) }
  for (let person = 0; person + 1 < indptr.length; person++) {
    const [start, end] = [indptr[person], indptr[person + 1]]
    const stars = Float32Array.from(halfStars.subarray(start, end), (value) => value / 2)
    const times = ratedAt && { ratedAt: ratedAt.subarray(start, end) }
    const { confidences, pulls } = pullsOf({ items: indices.subarray(start, end), stars, ...times }, config)
    all.confidences.set(confidences, start)
    all.pulls.set(pulls, start)
  }
  return all
}
