// Who rated each film how: laid out so that adding something to each of them costs little more than reading them.
import type { Kernels } from '@/lib/math/kernels/pool'
import type { RatingMatrix, SparseRows } from '../../data/rating-matrix'

/** Ranks that two bytes tell apart. */
const BLOCK_BITS = 16
const BLOCK = 1 << BLOCK_BITS
/** Half-stars 1…10. */
const VALUES = 10

/**
 * The transpose of the ratings, cut into segments: one for each film, block of 65,536 people and half-stars, in this order.
 *
 * People are renumbered by how many films they rated, rank 0 the most, ties by row: whose sums are asked for most then lie close together.
 * A segment says where its ratings belong and what they are, so that of each rating two bytes are left to read. They lie in the memory of
 * the kernels given, whose assembly/members.ts adds them up.
 *
 * Cost: O(nRatings + nUsers log nUsers) time to make; 2 bytes a rating, 4 a person, and 40 a film for each block of people.
 */
export class Raters {
  /** (nUsers) rank → userIndex. */
  readonly userOf: Int32Array
  private readonly nBlocks: number
  /** (nItems × nBlocks × 10 + 1) where each segment starts. */
  private readonly starts: Uint32Array
  /** (nRatings) ranks within their block, ascending in each segment. */
  private readonly ranks: Uint16Array
  private readonly amounts: Int32Array

  /** @throws RangeError where the kernels' memory does not suffice: from about two thousand million ratings on. */
  constructor(
    matrix: RatingMatrix,
    private readonly kernels: Kernels,
  ) {
    const { nUsers, nItems, nRatings, rows } = matrix
    this.userOf = byActivity(matrix)
    this.nBlocks = Math.ceil(nUsers / BLOCK)
    this.starts = kernels.allocate(Uint32Array, nItems * this.nBlocks * VALUES + 1)
    this.ranks = kernels.allocate(Uint16Array, nRatings)
    this.amounts = kernels.allocate(Int32Array, VALUES)
    this.countSegments(rows)
    this.placeRanks(rows)
  }

  /**
   * sums_rank += amounts[half-stars − 1] for everybody who rated the item. O(its raters + 10 nBlocks).
   * @param amounts (10) whole numbers.
   * @param sums (nUsers) of the same kernels, by rank; whether they stay within 32 bits is the caller's care.
   */
  add(item: number, amounts: ArrayLike<number>, sums: Int32Array): void {
    this.amounts.set(amounts)
    const first = item * this.nBlocks * VALUES
    this.kernels.call('addToMembers', first, this.nBlocks, VALUES, this.starts, this.ranks, this.amounts, sums)
  }

  /** The userIndex of everybody who gave the item at least so many half-stars, in no order. O(nBlocks + the answer). */
  atLeast(item: number, halfStars: number): number[] {
    const { starts, ranks, nBlocks, userOf } = this
    return Array.from({ length: nBlocks }, (_, block) => {
      const first = this.segmentOf(item, block << BLOCK_BITS, halfStars)
      const found = ranks.subarray(starts[first], starts[first + VALUES + 1 - halfStars])
      return Array.from(found, (rank) => userOf[(block << BLOCK_BITS) + rank])
    }).flat()
  }

  private countSegments({ indptr, indices, halfStars }: SparseRows): void {
    const { userOf, starts } = this
    for (let rank = 0; rank < userOf.length; rank++) {
      const end = indptr[userOf[rank] + 1]
      for (let e = indptr[userOf[rank]]; e < end; e++) starts[this.segmentOf(indices[e], rank, halfStars[e]) + 1]++
    }
    for (let segment = 1; segment < starts.length; segment++) starts[segment] += starts[segment - 1]
  }

  private placeRanks({ indptr, indices, halfStars }: SparseRows): void {
    const { userOf, ranks } = this
    const next = this.starts.slice()
    for (let rank = 0; rank < userOf.length; rank++) {
      const end = indptr[userOf[rank] + 1]
      for (let e = indptr[userOf[rank]]; e < end; e++)
        ranks[next[this.segmentOf(indices[e], rank, halfStars[e])]++] = rank & (BLOCK - 1)
    }
  }

  private segmentOf(item: number, rank: number, halfStars: number): number {
    return (item * this.nBlocks + (rank >>> BLOCK_BITS)) * VALUES + halfStars - 1
  }
}

function byActivity({ nUsers, rows: { indptr } }: RatingMatrix): Int32Array {
  const activity = (user: number) => indptr[user + 1] - indptr[user]
  return Int32Array.from({ length: nUsers }, (_, user) => user).sort((a, b) => activity(b) - activity(a) || a - b)
}
