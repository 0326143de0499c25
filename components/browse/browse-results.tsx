// What Browse has found: a grid that goes on as one scrolls, or by a button.
'use client'
import { useEffect, useRef } from 'react'
import useSWRInfinite from 'swr/infinite'
import type { MoviePage, MovieQuery } from '@/lib/schemas/movie'
import { PlainMovieCard } from '../movie/plain-movie-card'
import { reading } from '../shared/reading'
import { countOf } from '../shared/words'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { ErrorState } from '../ui/error-state'
import { Link } from '../ui/link'
import { CardSkeleton } from '../ui/skeleton'
import { filtersOf, toQueryString } from './query-string'

const PAGE = 24
/** Fetch before the end is seen. */
const AHEAD = '600px'

/** The server has drawn the first page; only what follows it is fetched here. */
function usePages(initialPage: MoviePage, query: MovieQuery) {
  const filters = filtersOf(query)
  const address = (index: number, previous: MoviePage | null) => {
    const cursor = index === 0 ? initialPage.nextCursor : previous?.nextCursor
    return cursor === undefined
      ? null
      : `/api/v1/movies?${toQueryString({ ...filters, cursor, limit: query.limit ?? PAGE })}`
  }
  const { data, error, size, setSize, isValidating } = useSWRInfinite<MoviePage, Error>(address, {
    ...reading,
    initialSize: 0,
    revalidateFirstPage: false,
    revalidateIfStale: false,
    revalidateOnReconnect: false,
  })
  const following = data ?? []
  const pages = [initialPage, ...following]
  return {
    pages,
    error,
    hasMore: pages.at(-1)?.nextCursor !== undefined,
    isLoading: isValidating && following.length < size,
    more: () => void setSize(following.length + 1),
    // Asks for what is missing only.
    retry: () => void setSize(size),
  }
}

export function BrowseResults({ initialPage, query }: { initialPage: MoviePage; query: MovieQuery }) {
  // Another query is another list: it starts at its first page.
  return <Results key={toQueryString(filtersOf(query))} initialPage={initialPage} query={query} />
}

function Results({ initialPage, query }: { initialPage: MoviePage; query: MovieQuery }) {
  const { pages, error, hasMore, isLoading, more, retry } = usePages(initialPage, query)
  const end = useRef<HTMLDivElement>(null)
  const idle = hasMore && !isLoading && error === undefined
  useEffect(() => {
    if (!idle || end.current === null) return
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && more(), { rootMargin: AHEAD })
    observer.observe(end.current)
    return () => observer.disconnect()
  })
  const total = initialPage.total
  const films = pages.flatMap((page) => page.items)
  return (
    <section aria-label="Films found">
      <div className="mb-4 flex min-h-9 flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-muted">
          {countOf(total, 'film', 'films')}
        </p>
        {films.length > 0 && toQueryString(filtersOf(query)) !== '' && (
          <Link className="btn btn-quiet btn-sm" href="/browse" scroll={false}>
            Clear filters
          </Link>
        )}
      </div>
      {films.length === 0 ? (
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
          {films.map((movie, index) => (
            <li key={movie.id}>
              <PlainMovieCard movie={movie} priority={index < 6} />
            </li>
          ))}
          {isLoading &&
            Array.from({ length: 6 }, (_, index) => (
              <li key={`skeleton-${index}`}>
                <CardSkeleton />
              </li>
            ))}
        </ul>
      )}
      {error !== undefined && (
        <div className="pt-6">
          <ErrorState title="The next films did not come" message={error.message} onRetry={retry} />
        </div>
      )}
      <div ref={end} className="flex justify-center pt-8">
        {hasMore && error === undefined && (
          <Button variant="quiet" onClick={more} disabled={isLoading}>
            {isLoading ? 'Loading…' : 'Load more'}
          </Button>
        )}
      </div>
    </section>
  )
}
