// Cuts a crowd's ratings into blocks of people × films that several threads can learn from at once.
import { countingOffsets } from '@/lib/math/csr'
import type { Kernels } from '@/lib/math/kernels/pool'
import type { RatingBlocks } from '@/lib/math/kernels/references/sgd'
import type { RatingMatrix } from '../../data/rating-matrix'

/** Eight threads at most can work at once; fixed, so that their number never changes the result. */
const BLOCKS = 8
/** People that a thread takes at a time while ratings are sorted. */
const CHUNK = 256

/** Ratings in blocks; people and films are places: rows of parameters that lie group by group. */
export interface CutRatings extends RatingBlocks {
  /** (nUsers) of each person. */
  userPlaces: Int32Array
  /** (nItems) of each film. */
  itemPlaces: Int32Array
}

/**
 * People and films are dealt to 8 groups each, the busiest first, so that all blocks are of about one size. In a block the ratings of a person
 * lie side by side, so that the kernel learns from several at once. What is learned of a group lies together, or threads would write side by
 * side into the same lines of the cache and wait for each other at every rating. O(nRatings) time, 13 bytes a rating and 72 a person.
 * @param counts (nItems) how many rated each film. @param effects (nRatings) taken off the stars, in the order of the rows. @returns arrays of the kernels' memory, but for the places.
 */
export function cutIntoBlocks(
  kernels: Kernels,
  { nUsers, nRatings, rows }: RatingMatrix,
  counts: Uint32Array,
  effects?: Float32Array,
): CutRatings {
  const activity = Uint32Array.from({ length: nUsers }, (_, user) => rows.indptr[user + 1] - rows.indptr[user])
  const [groupOfUser, groupOfItem] = [dealOut(activity), dealOut(counts)]
  const [userPlaces, itemPlaces] = [placesOf(groupOfUser), placesOf(groupOfItem)]
  const [indptr, indices] = [kernels.copy(rows.indptr), kernels.copy(rows.indices)]
  const [ownPlaces, filmPlaces, filmGroups] = [
    kernels.copy(userPlaces),
    kernels.copy(itemPlaces),
    kernels.copy(groupOfItem),
  ]
  const runs = kernels.allocate(Uint32Array, BLOCKS * nUsers + 1)
  const ends = runs.subarray(1)
  kernels.run('countRuns', nUsers, { chunk: CHUNK }, indptr, indices, ownPlaces, filmGroups, ends, nUsers)
  for (let run = 0; run < ends.length; run++) runs[run + 1] += runs[run]
  const items = kernels.allocate(Int32Array, nRatings)
  const stars = kernels.allocate(Float32Array, nRatings)
  const ratings = [indptr, indices, kernels.copy(rows.halfStars)]
  const where = [ownPlaces, filmPlaces, filmGroups, kernels.copy(runs), effects ? kernels.copy(effects) : 0]
  kernels.run('fillRuns', nUsers, { chunk: CHUNK }, ...ratings, ...where, nUsers, items, stars)
  const groups = kernels.copy(countingOffsets(Int32Array.from(groupOfUser), BLOCKS))
  return { blocks: BLOCKS, nUsers, groups, indptr: runs, items, stars, userPlaces, itemPlaces }
}

/** Group by group, in each by row. */
function placesOf(groupOf: Uint8Array): Int32Array {
  const next = countingOffsets(Int32Array.from(groupOf), BLOCKS)
  const places = new Int32Array(groupOf.length)
  for (let row = 0; row < places.length; row++) places[row] = next[groupOf[row]]++
  return places
}

/** The group of each row: the busiest rows take turns, ties by row. */
function dealOut(counts: Uint32Array): Uint8Array {
  // Whole numbers that sort as the rows shall: without a function to compare them that takes a tenth of the time.
  const n = counts.length
  const keys = new Float64Array(n)
  for (let row = 0; row < n; row++) keys[row] = row - counts[row] * n
  keys.sort()
  const group = new Uint8Array(n)
  for (let rank = 0; rank < n; rank++) group[((keys[rank] % n) + n) % n] = rank % BLOCKS
  return group
}
