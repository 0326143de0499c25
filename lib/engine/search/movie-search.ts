// The catalogue for searching and browsing: in memory, filtered, ordered, and counted.
import type { SearchRow } from '@/lib/db/movies'
import { TitleIndex } from './title-index'

export interface SearchFilter {
  /** Folded. */
  q?: string
  genre?: string
  decade?: number
  minRatings?: number
}

/** The same answers as the database gives (lib/db/movies.ts), without asking it. */
export class MovieSearch {
  /** The most rated first, ties by id: the order of whatever matches equally well. */
  private readonly rows: readonly SearchRow[]
  private readonly titles: TitleIndex

  constructor(rows: readonly SearchRow[]) {
    this.rows = [...rows].sort((a, b) => b.count - a.count || a.id - b.id)
    this.titles = new TitleIndex(
      this.rows.map(({ foldedTitle, searchText }) => ({ title: foldedTitle, text: searchText })),
    )
  }

  row(index: number): SearchRow {
    return this.rows[index]
  }

  /** Indices of all rows that the filter lets through, best first. */
  find({ q, genre, decade, minRatings }: SearchFilter): Int32Array {
    const found = q === undefined ? Int32Array.from(this.rows.keys()) : this.titles.match(q)
    if (genre === undefined && decade === undefined && !minRatings) return found
    return found.filter((index) => {
      const { genres, year, count } = this.rows[index]
      const ofDecade = decade === undefined || (year !== null && year >= decade && year <= decade + 9)
      return ofDecade && (genre === undefined || genres.includes(genre)) && count >= (minRatings ?? 0)
    })
  }
}
