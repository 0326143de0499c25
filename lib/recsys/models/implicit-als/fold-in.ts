// Anyone's taste from their ratings: the equations of one profile.
import { preferenceWeights } from '../preferences'
import type { ImplicitAlsConfig } from './config'
import { confidenceOf } from './likes'

/** Of each rating of a profile: the confidence c and the pull c · p. */
export interface Pulls {
  confidences: Float64Array
  pulls: Float64Array
}

/**
 * A like (≥ minStars) has p = 1 and the confidence it was trained with; a lower rating p = w(stars) from {@link preferenceWeights}
 * and confidence 1, so that a dislike pushes away.
 */
export function pullsOf(stars: Float32Array, config: ImplicitAlsConfig): Pulls {
  const preferences = preferenceWeights(stars)
  const liked = (given: number) => given >= config.minStars
  const confidences = Float64Array.from(stars, (given) => (liked(given) ? confidenceOf(given, config) : 1))
  return { confidences, pulls: preferences.map((weight, j) => (liked(stars[j]) ? confidences[j] : weight)) }
}
