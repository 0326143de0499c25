// How far predicted stars are from given ones.

/** Sums over some ratings, from which RMSE and MAE follow; sums of several people may be added. */
export interface RatingErrors {
  count: number
  squared: number
  absolute: number
}

/**
 * Σ (r̂ − r)² and Σ |r̂ − r| over the pairs, in stars. Pairs whose prediction is NaN are passed over and not counted. O(n).
 * @param predicted (n) stars or NaN. @param actual (n) stars.
 * @throws RangeError when the lengths differ.
 */
export function sumRatingErrors(predicted: ArrayLike<number>, actual: ArrayLike<number>): RatingErrors {
  if (predicted.length !== actual.length)
    throw new RangeError(`Got ${predicted.length} predictions for ${actual.length} ratings.`)
  const errors = { count: 0, squared: 0, absolute: 0 }
  for (let i = 0; i < actual.length; i++) {
    const error = predicted[i] - actual[i]
    if (Number.isNaN(error)) continue
    errors.count++
    errors.squared += error * error
    errors.absolute += Math.abs(error)
  }
  return errors
}

/** Root mean squared error in stars: √(Σ (r̂ − r)² ÷ ratings), every rating alike, not every person. NaN without ratings. */
export function rmse({ squared, count }: RatingErrors): number {
  return Math.sqrt(squared / count)
}

/** Mean absolute error in stars: Σ |r̂ − r| ÷ ratings, every rating alike. NaN without ratings. */
export function mae({ absolute, count }: RatingErrors): number {
  return absolute / count
}
