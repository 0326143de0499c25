// How training data and the wish to stop get into a thread: shared, never copied.
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { TrainingData } from '@/lib/recsys/models/contract'
import type { Job } from './job'

export interface PackedData extends Omit<TrainingData, 'ratings'> {
  ratings: Pick<RatingMatrix, 'userIds' | 'itemIds' | 'rows'>
}

export interface ThreadInput {
  job: Job
  data: PackedData
  /** One number in shared memory; anything but 0 asks the thread to stop. */
  flag: Int32Array
}

/** The same ratings in shared memory, so that threads read them without a copy. O(ratings), once for all threads. */
export function shareRatings({ userIds, itemIds, rows }: RatingMatrix): RatingMatrix {
  const { indptr, indices, halfStars } = rows
  const ints = (array: Int32Array) => fill(new Int32Array(new SharedArrayBuffer(array.byteLength)), array)
  return new RatingMatrix(ints(userIds), ints(itemIds), {
    indptr: fill(new Uint32Array(new SharedArrayBuffer(indptr.byteLength)), indptr),
    indices: ints(indices),
    halfStars: fill(new Uint8Array(new SharedArrayBuffer(halfStars.byteLength)), halfStars),
  })
}

function fill<T extends Int32Array | Uint32Array | Uint8Array>(shared: T, from: T): T {
  shared.set(from)
  return shared
}

export const packData = ({ ratings, ...rest }: TrainingData): PackedData => ({
  ...rest,
  ratings: { userIds: ratings.userIds, itemIds: ratings.itemIds, rows: ratings.rows },
})

export const unpackData = ({ ratings, ...rest }: PackedData): TrainingData => ({
  ...rest,
  ratings: new RatingMatrix(ratings.userIds, ratings.itemIds, ratings.rows),
})

/**
 * A signal that looks at shared memory whenever it is asked. A fit does not return to the event loop before it ends, so neither a message
 * nor an AbortController could reach it.
 */
export function watchFlag(flag: Int32Array): AbortSignal {
  const controller = new AbortController()
  const { signal } = controller
  const isAborted = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get
  const look = (): boolean => {
    if (Atomics.load(flag, 0) !== 0) controller.abort()
    return isAborted?.call(signal) === true
  }
  return Object.defineProperties(signal, {
    aborted: { get: look },
    throwIfAborted: { value: () => look() && AbortSignal.prototype.throwIfAborted.call(signal) },
  })
}
