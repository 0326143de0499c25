// The catalogue in memory: what a card shows and what the crowd thinks, by itemIndex.
import type { CatalogueRow } from '@/lib/db/catalogue'
import { AppError } from '@/lib/errors/app-error'
import { binarySearch, type RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { MovieCard } from '@/lib/schemas/movie'

export class Catalogue {
  readonly itemIds: Int32Array
  /** Crowd ratings per item. */
  readonly counts: Int32Array
  /** Mean stars per item; NaN without ratings. */
  readonly means: Float32Array

  constructor(
    private readonly rows: readonly CatalogueRow[],
    ratings: RatingMatrix,
  ) {
    this.itemIds = Int32Array.from(rows, (row) => row.id)
    if (this.itemIds.length !== ratings.nItems)
      throw new AppError('bad_data', `The catalogue has ${this.itemIds.length} movies, the snapshot ${ratings.nItems}.`)
    const { counts, means } = summarise(ratings)
    this.counts = counts
    this.means = means
  }

  get nItems() {
    return this.rows.length
  }

  /** -1 when the catalogue does not have the movie. O(log nItems). */
  indexOf(movieId: number): number {
    return binarySearch(this.itemIds, movieId)
  }

  /** @throws AppError('not_found') for a movie that is not in the catalogue. */
  requireIndex(movieId: number): number {
    const item = this.indexOf(movieId)
    if (item < 0) throw new AppError('not_found', `There is no movie ${movieId} in this catalogue.`)
    return item
  }

  card(item: number, withPoster: boolean): MovieCard {
    const { id, title, year, genres, posterPath } = this.rows[item]
    return { id, title, year, genres, posterPath: withPoster ? posterPath : null }
  }

  year(item: number): number | null {
    return this.rows[item].year
  }

  genres(item: number): readonly string[] {
    return this.rows[item].genres
  }
}

function summarise(ratings: RatingMatrix) {
  const counts = new Int32Array(ratings.nItems)
  const sums = new Float64Array(ratings.nItems)
  const { indices, halfStars } = ratings.rows
  for (let i = 0; i < indices.length; i++) {
    counts[indices[i]]++
    sums[indices[i]] += halfStars[i]
  }
  const means = new Float32Array(ratings.nItems)
  for (let item = 0; item < means.length; item++) means[item] = sums[item] / counts[item] / 2
  return { counts, means }
}
