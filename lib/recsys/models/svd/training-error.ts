// The learning curve of the models that learn stars by descent.
import type { KernelArgument, Kernels } from '@/lib/math/kernels/pool'
import type { FitContext } from '../contract'

/** What the error of a factorisation is measured on. */
export interface Learned {
  nRatings: number
  nUsers: number
  width: number
  globalMean: number
  /** (runs + 1) where each run of ratings begins; run k is of person k mod nUsers. */
  indptr: Uint32Array
  /** Films and stars of the ratings; biases of people and films; factors of people and films; what people's choices add to theirs, or 0. */
  arrays: readonly KernelArgument[]
}

/**
 * For whoever draws it: a function that works out the point `training RMSE`, in stars, after an epoch; nothing where nobody does.
 * O(nRatings factors) a point, 8 bytes a run.
 */
export function traceTrainingError(
  kernels: Kernels,
  { onCurve }: FitContext,
  { nRatings, nUsers, width, globalMean, indptr, arrays }: Learned,
): ((epoch: number) => void) | undefined {
  if (!onCurve) return undefined
  const runs = indptr.length - 1
  const squares = kernels.allocate(Float64Array, runs)
  const given = [indptr, ...arrays, nUsers, width, globalMean, squares]
  return (epoch) => {
    kernels.run('squaredStarErrors', runs, { chunk: 256 }, ...given)
    const sum = squares.reduce((total, value) => total + value, 0)
    onCurve({ name: 'training RMSE', step: epoch, value: Math.sqrt(sum / Math.max(1, nRatings)) })
  }
}
