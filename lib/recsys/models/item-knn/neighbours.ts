// Which films the same people like: all pairs of columns by half of a sparse symmetric product, on all threads.
import { withKernels, type Kernels } from '@/lib/math/kernels/pool'
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import { MAX_RANKS, selectSharedLikes, shareLikes, type LikeIndices, type Likes } from '../likes'
import type { ItemKnnConfig } from './config'

/** Rows of the product handed out at a time. */
const CHUNK = 16
/** About a sixth of a second of one thread. */
const FEW_PAIRS = 50_000_000
/** What the kernel reads beyond the last item when it goes in fours. */
const SPARE = 4
/** A threshold, a count; a similarity and a rank. */
const ITEM_BYTES = 8
const ENTRY_BYTES = 8

/** Row i (CSR, nItems rows) holds the neighbours of item i, most similar first, and their similarities in 0…1. */
export interface ItemNeighbours {
  indptr: Uint32Array
  indices: Int32Array
  similarities: Float32Array
}

/** How much each person counts, and what follows from it for each film and for the shrinkage. */
export interface LikeWeights {
  /** (nUsers) w_u = n_u^−activityPower, n_u the person's likes; 0 without any. */
  users: Float32Array
  /** (n) √Σ w_u over those who like the film. */
  norms: Float32Array
  /** What `shrinkage` people of mean weight add. */
  shrinkage: number
}

/** Where the kernel collects: see offerPairs in assembly/neighbours.ts. */
interface Collections {
  k: number
  setBytes: number
  lent: Int32Array
  sets: Uint8Array
}

/**
 * The k most similar items of every item.
 *
 * sim(i, j) = Σ_{u likes i and j} w_u / (√Σ_{u likes i} w_u · √Σ_{u likes j} w_u + h w̄), h = `shrinkage`, w̄ the mean of w_u over all likes:
 * the cosine of two columns of X after row u was scaled by √w_u, shrunk.
 *
 * Every pair is met once, by the less popular film. Bit-identical for any number of threads; ties go to the more popular film.
 * Cost: O(½ Σ_u n_u²) time; 8 bytes per like and 8 k bytes per film and thread while it runs, 8 k bytes per film after.
 * Source: Deshpande & Karypis, "Item-based top-N recommendation algorithms", TOIS 2004, §4.3 for the cosine and the normalised rows
 * (activityPower 1). **Deviation:** the shrinkage; the exponent.
 * @param step called with the fraction done; it may throw to stop.
 */
export function findNeighbours(
  matrix: RatingMatrix,
  config: ItemKnnConfig,
  { threads, step }: { threads?: number; step: (fraction: number) => void },
): ItemNeighbours {
  return withKernels({ threads }, (kernels) => {
    const likes = selectSharedLikes(kernels, matrix, config.minStars, MAX_RANKS)
    const n = likes.items.length
    const weights = weighLikes(likes, config)
    const collections = allocateCollections(kernels, n, Math.min(config.k, Math.max(n - 1, 1)))
    const norms = kernels.allocate(Float32Array, n + SPARE)
    norms.set(weights.norms)
    kernels.run(
      'offerPairs',
      n,
      { chunk: CHUNK, scratch: (n + SPARE) * Float32Array.BYTES_PER_ELEMENT, step },
      ...shareLikes(kernels, likes, weights.users),
      norms,
      weights.shrinkage,
      n,
      collections.k,
      collections.lent,
      kernels.threads,
      collections.sets,
      collections.setBytes,
    )
    step(1)
    // Before the results are made: a thread that has ended gives its 10 MB back.
    kernels.close()
    return collect(likes, collections, matrix.nItems)
  })
}

/**
 * How many threads are worth starting: another one costs 10 MB and 90 ms of processor before it takes its first row, 40 ms late, and
 * where few pairs are to be met the first thread is nearly done by then. The neighbours are the same. O(nRatings).
 */
export function worthwhileThreads({ rows, nUsers }: RatingMatrix, minStars: number, threads?: number) {
  const { indptr, halfStars } = rows
  let pairs = 0
  for (let user = 0; user < nUsers; user++) {
    let likes = 0
    for (let e = indptr[user]; e < indptr[user + 1]; e++) if (halfStars[e] >= minStars * 2) likes++
    pairs += (likes * (likes - 1)) / 2
  }
  return pairs < FEW_PAIRS ? 1 : threads
}

/** O(likes). */
export function weighLikes(
  { items, indptr, indices }: Likes<LikeIndices>,
  { activityPower, shrinkage }: ItemKnnConfig,
): LikeWeights {
  const users = new Float32Array(indptr.length - 1)
  const squares = new Float64Array(items.length)
  let total = 0
  for (let user = 0; user < users.length; user++) {
    const count = indptr[user + 1] - indptr[user]
    if (count === 0) continue
    users[user] = count ** -activityPower
    total += count * users[user]
    for (let e = indptr[user]; e < indptr[user + 1]; e++) squares[indices[e]] += users[user]
  }
  const mean = total / Math.max(indices.length, 1)
  return { users, norms: Float32Array.from(squares, Math.sqrt), shrinkage: Math.fround(shrinkage * mean) }
}

function allocateCollections(kernels: Kernels, n: number, k: number): Collections {
  const setBytes = n * (ITEM_BYTES + k * ENTRY_BYTES) + SPARE * ENTRY_BYTES
  return {
    k,
    setBytes,
    lent: kernels.allocate(Int32Array, kernels.threads),
    sets: kernels.allocate(Uint8Array, setBytes * kernels.threads),
  }
}

/** What the threads kept, put together: the k best of all sets are the k best of all pairs. */
function collect(
  { items }: Likes<LikeIndices>,
  { k, setBytes, lent, sets }: Collections,
  nItems: number,
): ItemNeighbours {
  const n = items.length
  const rankOf = new Int32Array(nItems).fill(-1)
  items.forEach((item, rank) => (rankOf[item] = rank))
  const views = Array.from(lent, (_, set) => {
    const at = sets.byteOffset + set * setBytes
    const heaps = at + n * ITEM_BYTES
    return {
      counts: new Int32Array(sets.buffer, at + n * Int32Array.BYTES_PER_ELEMENT, n),
      similarities: new Float32Array(sets.buffer, heaps, 2 * n * k),
      ranks: new Int32Array(sets.buffer, heaps, 2 * n * k),
    }
  })
  const indptr = new Uint32Array(nItems + 1)
  for (let item = 0; item < nItems; item++) {
    const rank = rankOf[item]
    // No pair is in two sets.
    const met = rank < 0 ? 0 : views.reduce((sum, { counts }) => sum + counts[rank], 0)
    indptr[item + 1] = indptr[item] + Math.min(k, met)
  }
  const indices = new Int32Array(indptr[nItems])
  const similarities = new Float32Array(indptr[nItems])
  const best = new TopK(k)
  for (let item = 0; item < nItems; item++) {
    const rank = rankOf[item]
    for (const set of rank < 0 ? [] : views)
      for (let e = 2 * rank * k; e < 2 * (rank * k + set.counts[rank]); e += 2)
        best.offer(set.ranks[e + 1], set.similarities[e])
    best.drainInto(indices, similarities, indptr[item])
  }
  for (let e = 0; e < indices.length; e++) indices[e] = items[indices[e]]
  return { indptr, indices, similarities }
}
