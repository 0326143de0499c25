// The likes that item-item models are fitted on: items renamed by popularity, in the kernels' memory.
import type { KernelArgument, Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix } from '../data/rating-matrix'
import { byPopularity, countRaters } from './preferences'

/** Ranks are stored in 16 bits: beyond so many films the least liked ones, which hardly anybody likes, take no part. */
export const MAX_RANKS = 65_536

/** X (nUsers × n), 1 where somebody likes a film, by column and by row. Rank 0 is the most liked film. */
export interface Likes {
  /** (n) the item of each rank; ties by item. */
  items: Int32Array
  /** (n) how many like it, ≥ 1. */
  counts: Uint32Array
  /** (n columns) users ascending; `places` is where in its user's row the like lies. */
  columns: { starts: Uint32Array; users: Uint32Array; places: Uint16Array }
  /** (nUsers rows) ranks ascending. */
  rows: { starts: Uint32Array; ranks: Uint16Array }
}

/**
 * Keeps ratings of `minStars` or more of the `maxItems` most liked films that anybody likes.
 * O(nRatings + nItems log nItems) time; 8 bytes per like, 4 per person and film.
 */
export function selectLikes(
  matrix: RatingMatrix,
  { minStars, maxItems = MAX_RANKS }: { minStars: number; maxItems?: number },
  kernels: Pick<Kernels, 'allocate'>,
): Likes {
  const minHalfStars = minStars * 2
  const liked = countRaters(matrix, minHalfStars)
  const items = byPopularity(liked)
    .slice(0, Math.min(maxItems, MAX_RANKS))
    .filter((item) => liked[item] > 0)
  const counts = Uint32Array.from(items, (item) => liked[item])
  const total = counts.reduce((sum, count) => sum + count, 0)
  const columns = {
    starts: kernels.allocate(Uint32Array, items.length + 1),
    users: kernels.allocate(Uint32Array, total),
    places: kernels.allocate(Uint16Array, total),
  }
  const rows = {
    starts: kernels.allocate(Uint32Array, matrix.nUsers + 1),
    ranks: kernels.allocate(Uint16Array, total),
  }
  const byItem = matrix.byItem()
  let filled = 0
  for (let rank = 0; rank < items.length; rank++) {
    for (let e = byItem.indptr[items[rank]]; e < byItem.indptr[items[rank] + 1]; e++) {
      if (byItem.halfStars[e] < minHalfStars) continue
      columns.users[filled++] = byItem.indices[e]
      rows.starts[byItem.indices[e] + 1]++
    }
    columns.starts[rank + 1] = filled
  }
  for (let user = 0; user < matrix.nUsers; user++) rows.starts[user + 1] += rows.starts[user]
  fillRows(columns, rows)
  return { items, counts, columns, rows }
}

/** Going through the ranks in order leaves each row sorted. */
function fillRows({ starts, users, places }: Likes['columns'], rows: Likes['rows']): void {
  const next = Uint32Array.from(rows.starts)
  for (let rank = 0; rank + 1 < starts.length; rank++)
    for (let e = starts[rank]; e < starts[rank + 1]; e++) {
      const at = next[users[e]]++
      rows.ranks[at] = rank
      places[e] = at - rows.starts[users[e]]
    }
}

/** How the kernels of assembly/neighbours.ts take likes. @param weights (nUsers) in the kernels' memory. */
export function likeArguments({ columns, rows }: Likes, weights: Float32Array): KernelArgument[] {
  return [columns.starts, columns.users, columns.places, rows.starts, rows.ranks, weights]
}
