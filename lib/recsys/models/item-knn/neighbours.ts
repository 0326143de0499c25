// Which films the same people like: all pairs of columns, by half of a sparse symmetric product in integers.
import { TopK } from '@/lib/math/top-k'
import type { RatingMatrix } from '../../data/rating-matrix'
import { byPopularity, countRaters } from '../preferences'
import type { ItemKnnConfig } from './config'

/** Five stars by one person in both films: 10 × 10 half-stars. */
const FULL_AGREEMENT = 100
const ITEMS_PER_STEP = 64

/** Row i (CSR, nItems rows) holds the neighbours of item i, most similar first, and their similarities in 0…1. */
export interface ItemNeighbours {
  indptr: Uint32Array
  indices: Int32Array
  similarities: Float32Array
}

/** The ratings that count, items renamed by popularity: rank 0 has the most raters. */
interface RankedRatings {
  /** (nItems) the item of each rank. */
  itemOf: Int32Array
  /** (nUsers) CSR, ranks of a row ascending. */
  users: { indptr: Uint32Array; ranks: Int32Array; values: Uint8Array }
  /** (nItems) CSR, users of a rank ascending. */
  items: { indptr: Uint32Array; users: Int32Array; values: Uint8Array }
}

/**
 * The k most similar items of every item.
 *
 * sim(i, j) = Σ_u r_ui r_uj / (‖r_i‖ ‖r_j‖ + 100 h), r in half-stars, ratings below minStars taken as 0, h = shrinkage.
 *
 * Every pair is met once: for an item only the raters' *more popular* items are added up. Items are renamed by popularity, so these are
 * the head of each sorted row, and the much-used head of the accumulator stays in cache. Sums are exact integers.
 * Cost: O(½ Σ_u n_u²) time; 13 bytes per rating that counts, and 12 k bytes per item while it runs, 8 k after.
 * Source: Deshpande & Karypis, "Item-based top-N recommendation algorithms", TOIS 2004. **Deviation:** the shrinkage.
 * @param step called with the fraction done.
 */
export function findNeighbours(
  matrix: RatingMatrix,
  { k, shrinkage, minStars }: ItemKnnConfig,
  step: (fraction: number) => void,
): ItemNeighbours {
  const { nItems } = matrix
  const { itemOf, users, items } = rankRatings(matrix, minStars * 2)
  const norms = Float64Array.from({ length: nItems }, (_, rank) =>
    Math.sqrt(sumOfSquares(items.values, items.indptr[rank], items.indptr[rank + 1])),
  )
  const best = Array.from({ length: nItems }, (_, rank) => new TopK(norms[rank] > 0 ? Math.min(k, nItems - 1) : 0))
  const dots = new Int32Array(nItems)
  for (let rank = 0; rank < nItems; rank++) {
    addUpMorePopular(rank, users, items, dots)
    for (let other = 0; other < rank; other++) {
      if (dots[other] === 0) continue
      const similarity = dots[other] / (norms[rank] * norms[other] + FULL_AGREEMENT * shrinkage)
      dots[other] = 0
      best[rank].offer(itemOf[other], similarity)
      best[other].offer(itemOf[rank], similarity)
    }
    if (rank % ITEMS_PER_STEP === 0) step(rank / nItems)
  }
  step(1)
  return collect(best, itemOf)
}

function addUpMorePopular(
  rank: number,
  users: RankedRatings['users'],
  items: RankedRatings['items'],
  dots: Int32Array,
): void {
  const { indptr, ranks, values } = users
  for (let e = items.indptr[rank], end = items.indptr[rank + 1]; e < end; e++) {
    const user = items.users[e]
    const value = items.values[e]
    // The row holds this very rank, so the loop ends within it.
    for (let r = indptr[user]; ranks[r] < rank; r++) dots[ranks[r]] += value * values[r]
  }
}

function rankRatings(matrix: RatingMatrix, minHalfStars: number): RankedRatings {
  const { nUsers, nItems } = matrix
  const counts = countRaters(matrix, minHalfStars)
  const itemOf = byPopularity(counts)
  const columns = matrix.byItem()
  const total = counts.reduce((sum, count) => sum + count, 0)
  const items = { indptr: new Uint32Array(nItems + 1), users: new Int32Array(total), values: new Uint8Array(total) }
  const nextOf = new Uint32Array(nUsers + 1)
  let filled = 0
  for (let rank = 0; rank < nItems; rank++) {
    for (let e = columns.indptr[itemOf[rank]]; e < columns.indptr[itemOf[rank] + 1]; e++) {
      if (columns.halfStars[e] < minHalfStars) continue
      items.users[filled] = columns.indices[e]
      items.values[filled++] = columns.halfStars[e]
      nextOf[columns.indices[e] + 1]++
    }
    items.indptr[rank + 1] = filled
  }
  for (let user = 0; user < nUsers; user++) nextOf[user + 1] += nextOf[user]
  return { itemOf, items, users: rowsOf(items, nextOf, nItems) }
}

/** Back to rows: going through the ranks in order leaves each row sorted. */
function rowsOf(items: RankedRatings['items'], indptr: Uint32Array, nItems: number): RankedRatings['users'] {
  const next = indptr.slice()
  const ranks = new Int32Array(items.users.length)
  const values = new Uint8Array(items.users.length)
  for (let rank = 0; rank < nItems; rank++)
    for (let e = items.indptr[rank]; e < items.indptr[rank + 1]; e++) {
      const at = next[items.users[e]]++
      ranks[at] = rank
      values[at] = items.values[e]
    }
  return { indptr, ranks, values }
}

function collect(best: TopK[], itemOf: Int32Array): ItemNeighbours {
  const rankOf = new Int32Array(itemOf.length)
  itemOf.forEach((item, rank) => (rankOf[item] = rank))
  const indptr = new Uint32Array(itemOf.length + 1)
  rankOf.forEach((rank, item) => (indptr[item + 1] = indptr[item] + best[rank].length))
  const indices = new Int32Array(indptr[itemOf.length])
  const similarities = new Float32Array(indices.length)
  rankOf.forEach((rank, item) => {
    const ranked = best[rank].drain()
    indices.set(ranked.indices, indptr[item])
    similarities.set(ranked.scores, indptr[item])
  })
  return { indptr, indices, similarities }
}

function sumOfSquares(values: Uint8Array, start: number, end: number): number {
  let sum = 0
  for (let e = start; e < end; e++) sum += values[e] * values[e]
  return sum
}
