// Cuts a crowd's ratings into blocks of people × films that several threads can learn from at once.
import { countingOffsets } from '@/lib/math/csr'
import type { RatingBlocks } from '@/lib/math/kernels/references/sgd'
import type { RatingMatrix } from '../../data/rating-matrix'
import { countRaters } from '../preferences'

/** Eight threads at most can work at once; fixed, so that their number never changes the result. */
const BLOCKS = 8

/** Ratings in blocks; `users` and `items` are places: rows of parameters that lie group by group. */
export interface CutRatings extends RatingBlocks {
  /** (nUsers) of each person. */
  userPlaces: Int32Array
  /** (nItems) of each film. */
  itemPlaces: Int32Array
}

/**
 * People and films are dealt to 8 groups each, the busiest first, so that all blocks are of about one size. Within a block the ratings, sorted by
 * person and film, are cut in two halves that take turns: so nearly all neighbours share neither person nor film, and the kernel can learn from
 * both at once. What is learned of a group lies together, or threads would write side by side into the same lines of the cache and wait for each
 * other at every rating. O(nRatings) time, 12 bytes a rating.
 */
export function cutIntoBlocks(matrix: RatingMatrix, stars: Float32Array): CutRatings {
  const { nUsers, rows } = matrix
  const { indptr, indices } = rows
  const activity = Uint32Array.from({ length: nUsers }, (_, user) => indptr[user + 1] - indptr[user])
  const groupOfUser = dealOut(activity)
  const groupOfItem = dealOut(countRaters(matrix, 0))
  const [userPlaces, itemPlaces] = [placesOf(groupOfUser), placesOf(groupOfItem)]
  const blockOf = new Int32Array(indices.length)
  for (let user = 0; user < nUsers; user++)
    for (let e = indptr[user]; e < indptr[user + 1]; e++)
      blockOf[e] = groupOfUser[user] * BLOCKS + groupOfItem[indices[e]]
  const starts = countingOffsets(blockOf, BLOCKS * BLOCKS)
  const next = starts.slice()
  const cut = {
    users: new Int32Array(indices.length),
    items: new Int32Array(indices.length),
    stars: new Float32Array(indices.length),
  }
  for (let user = 0; user < nUsers; user++)
    for (let e = indptr[user]; e < indptr[user + 1]; e++) {
      const block = blockOf[e]
      const at = placeOf(next[block]++, starts[block], starts[block + 1])
      cut.users[at] = userPlaces[user]
      cut.items[at] = itemPlaces[indices[e]]
      cut.stars[at] = stars[e]
    }
  return { blocks: BLOCKS, starts, ...cut, userPlaces, itemPlaces }
}

/** Where the rating goes that would be at `at` in a block from start to end: the first half to even places, the second to odd ones. */
function placeOf(at: number, start: number, end: number): number {
  const half = (end - start + 1) >> 1
  const rank = at - start
  return start + (rank < half ? 2 * rank : 2 * (rank - half) + 1)
}

/** Group by group, in each by row. */
function placesOf(groupOf: Uint8Array): Int32Array {
  const next = countingOffsets(Int32Array.from(groupOf), BLOCKS)
  return Int32Array.from(groupOf, (group) => next[group]++)
}

function dealOut(counts: Uint32Array): Uint8Array {
  const order = Int32Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b)
  const group = new Uint8Array(counts.length)
  order.forEach((row, rank) => (group[row] = rank % BLOCKS))
  return group
}
