// A catalogue of factors held ready for scoring: everything for one taste, or the best of it for many.
import { octetIndex, paddedTo8 } from './octets'
import type { Kernels } from './pool'

/** Few enough that their factors stay in the cache beside a block of the catalogue. */
const PERSONS_PER_CHUNK = 32

/** Row after row: `n` places per person, -1 where there are fewer items. */
export interface BestItems {
  items: Int32Array
  scores: Float32Array
}

/** All arrays lie in the memory of the catalogue's kernels. */
export interface BestItemsQuery {
  /** (nPersons × width) factors, filled up with zeros to {@link FactorCatalogue.width} columns. */
  tastes: Float32Array
  /** (nPersons × nItems, compressed rows) what each has rated and is not to get; ascending. */
  rated: { indptr: Uint32Array; indices: Int32Array }
  n: number
  step?: (fraction: number) => void
}

/**
 * Item factors Y (nItems × factors) in the layout that kernels score fastest: 4 bytes a factor, factors and items filled up to
 * multiples of 8, in the memory of the kernels given.
 */
export class FactorCatalogue {
  /** Of the factors, filled up. */
  readonly width: number
  private readonly octets: Float32Array
  private readonly taste: Float32Array
  private readonly scores: Float32Array
  private readonly known: Uint8Array

  /**
   * @param itemFactors (nItems × factors) row-major.
   * @param known (nItems) 0 for items that are never to be listed.
   */
  constructor(
    private readonly kernels: Kernels,
    itemFactors: Float32Array,
    factors: number,
    known: Uint8Array,
  ) {
    this.width = paddedTo8(factors)
    const rows = paddedTo8(known.length)
    this.octets = kernels.allocate(Float32Array, rows * this.width)
    this.taste = kernels.allocate(Float32Array, this.width)
    this.scores = kernels.allocate(Float32Array, rows)
    this.known = kernels.copy(known)
    for (let item = 0, at = 0; at < itemFactors.length; item++, at += factors)
      for (let f = 0; f < factors; f++) this.octets[octetIndex(item, f, this.width)] = itemFactors[at + f]
  }

  /** x · y_i for all items, in a new array (nItems); on the caller's thread. @param x (factors). O(nItems factors). */
  score(x: ArrayLike<number>): Float32Array {
    this.taste.set(x)
    this.kernels.call('scoreOctets', 0, this.scores.length / 8, 0, this.octets, this.taste, this.width, this.scores)
    return this.scores.slice(0, this.known.length)
  }

  /**
   * The n best known items of each person that the person has not rated, best first, ties by index, with the scores of {@link score}.
   * O(nPersons nItems factors) on all threads of the kernels, in whose memory the answer takes 8 n bytes a person.
   */
  best({ tastes, rated, n, step }: BestItemsQuery): BestItems {
    const nPersons = rated.indptr.length - 1
    const items = this.kernels.allocate(Int32Array, nPersons * n)
    const scores = this.kernels.allocate(Float32Array, nPersons * n)
    if (n === 0) return { items, scores }
    this.kernels.run(
      'bestItems',
      nPersons,
      { chunk: PERSONS_PER_CHUNK, scratch: 64, step },
      this.octets,
      this.known.length,
      this.width,
      tastes,
      rated.indptr,
      rated.indices,
      this.known,
      n,
      items,
      scores,
    )
    return { items, scores }
  }
}
