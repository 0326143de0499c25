// What the content model knows of the crowd: how much each film is liked, for its ranking by content and popularity together.
import { AppError } from '@/lib/errors/app-error'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { ModelState } from '../contract'
import { countRatings, type ItemTotals } from '../popularity/model'
import { countRaters, LIKED_STARS } from '../preferences'

export interface CrowdOpinion extends ItemTotals {
  /** (nItems) how many gave 3.5 stars or more. */
  likes: Uint32Array
}

/** O(nRatings) time, 16 bytes per film. */
export function countOpinions(matrix: RatingMatrix): CrowdOpinion {
  return { ...countRatings(matrix), likes: countRaters(matrix, LIKED_STARS * 2) }
}

/** b_i = weight · √(likes_i / max likes); 0 for a film that nobody likes. O(nItems). */
export function crowdPrior({ likes }: CrowdOpinion, weight: number): Float64Array {
  const most = likes.reduce((max, count) => Math.max(max, count), 1)
  return Float64Array.from(likes, (count) => weight * Math.sqrt(count / most))
}

/** @throws AppError('bad_artefact') when an array is missing, of another type, or does not cover the catalogue. */
export function loadOpinions({ arrays: { counts, sums, likes } }: ModelState, nItems: number): CrowdOpinion {
  const typed = counts instanceof Uint32Array && sums instanceof Float64Array && likes instanceof Uint32Array
  if (!typed || [counts, sums, likes].some((array) => array.length !== nItems))
    throw new AppError(
      'bad_artefact',
      `The content model does not know how liked the ${nItems} movies are. Train it again.`,
    )
  return { counts, sums, likes }
}
