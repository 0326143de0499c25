// What Browse has found: a grid that goes on as one scrolls, or by a button.
import type { MoviePage, MovieQuery } from '@/lib/schemas/movie'
import { PlainMovieCard } from '../movie/plain-movie-card'
import { countOf } from '../shared/words'
import { EmptyState } from '../ui/empty-state'
import { Link } from '../ui/link'
import { MoreFilms } from './more-films'
import { filtersOf, toQueryString } from './query-string'

/** Loaded at once: the first row of a wide window. */
const FIRST = 6

export function BrowseResults({ initialPage, query }: { initialPage: MoviePage; query: MovieQuery }) {
  const { items, total, nextCursor } = initialPage
  const filters = toQueryString(filtersOf(query))
  return (
    <section aria-label="Films found">
      <div className="mb-4 flex min-h-9 flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-muted">
          {countOf(total, 'film', 'films')}
        </p>
        {items.length > 0 && filters !== '' && (
          <Link className="btn btn-quiet btn-sm" href="/browse" scroll={false}>
            Clear filters
          </Link>
        )}
      </div>
      {items.length === 0 ? (
        <EmptyState
          title="No film fits all of that"
          action={
            <Link className="btn btn-primary" href="/browse">
              Clear filters
            </Link>
          }
        >
          Try a shorter title, another decade, or fewer ratings.
        </EmptyState>
      ) : (
        <ul className="grid-films">
          {items.map((movie, index) => (
            <li key={movie.id}>
              <PlainMovieCard movie={movie} priority={index < FIRST} />
            </li>
          ))}
        </ul>
      )}
      {/* Another query is another list: it starts at its first page. */}
      {nextCursor !== undefined && <MoreFilms key={filters} cursor={nextCursor} query={query} />}
    </section>
  )
}
