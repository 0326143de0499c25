// How training data and the wish to stop get into a thread: shared, never copied.
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { TagGenome, TrainingData } from '@/lib/recsys/models/contract'
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

type Shareable = Int32Array | Uint32Array | Uint8Array | Float32Array

function share<T extends Shareable>(array: T, shared: T): T {
  shared.set(array)
  return shared
}

const room = (array: Shareable) => new SharedArrayBuffer(array.byteLength)
const shareInts = (array: Int32Array) => share(array, new Int32Array(room(array)))

/** The same ratings in shared memory, so that threads read them without a copy. O(ratings), once for all threads. */
export function shareRatings({ userIds, itemIds, rows }: RatingMatrix): RatingMatrix {
  return new RatingMatrix(shareInts(userIds), shareInts(itemIds), {
    indptr: share(rows.indptr, new Uint32Array(room(rows.indptr))),
    indices: shareInts(rows.indices),
    halfStars: share(rows.halfStars, new Uint8Array(room(rows.halfStars))),
    ...(rows.ratedAt && { ratedAt: shareInts(rows.ratedAt) }),
  })
}

export const shareGenome = (genome: TagGenome | undefined): TagGenome | undefined =>
  genome && {
    tags: genome.tags,
    items: shareInts(genome.items),
    relevance: share(genome.relevance, new Float32Array(room(genome.relevance))),
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
