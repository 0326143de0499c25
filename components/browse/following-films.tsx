// The films after the first page of Browse, fetched page by page.
'use client'
import { useRef } from 'react'
import useSWRInfinite from 'swr/infinite'
import type { MoviePage, MovieQuery } from '@/lib/schemas/movie'
import { PlainMovieCard } from '../movie/plain-movie-card'
import { reading } from '../shared/reading'
import { ErrorState } from '../ui/error-state'
import { CardSkeleton } from '../ui/skeleton'
import { LoadMore, useNear } from './load-more'
import { filtersOf, toQueryString } from './query-string'

const PAGE = 24

/** The page before these came with the document; the first of them is wanted at once. */
function useFollowing(cursor: string, query: MovieQuery) {
  const filters = filtersOf(query)
  const address = (index: number, previous: MoviePage | null) => {
    const next = index === 0 ? cursor : previous?.nextCursor
    return next === undefined
      ? null
      : `/api/v1/movies?${toQueryString({ ...filters, cursor: next, limit: query.limit ?? PAGE })}`
  }
  const { data, error, size, setSize, isValidating } = useSWRInfinite<MoviePage, Error>(address, {
    ...reading,
    revalidateFirstPage: false,
    revalidateIfStale: false,
    revalidateOnReconnect: false,
  })
  const pages = data ?? []
  return {
    films: pages.flatMap((page) => page.items),
    error,
    hasMore: pages.length === 0 || pages.at(-1)?.nextCursor !== undefined,
    isLoading: isValidating && pages.length < size,
    more: () => void setSize(pages.length + 1),
    // Asks for what is missing only.
    retry: () => void setSize(size),
  }
}

export function FollowingFilms({ cursor, query }: { cursor: string; query: MovieQuery }) {
  const { films, error, hasMore, isLoading, more, retry } = useFollowing(cursor, query)
  const end = useRef<HTMLDivElement>(null)
  useNear(end, hasMore && !isLoading && error === undefined, more)
  return (
    <>
      <ul className="grid-films grid-goes-on" aria-label="More films">
        {films.map((movie) => (
          <li key={movie.id}>
            <PlainMovieCard movie={movie} />
          </li>
        ))}
        {isLoading && <CardShapes />}
      </ul>
      {error !== undefined && (
        <div className="pt-6">
          <ErrorState title="The next films did not come" message={error.message} onRetry={retry} />
        </div>
      )}
      <div ref={end}>{hasMore && error === undefined && <LoadMore isLoading={isLoading} onMore={more} />}</div>
    </>
  )
}

/** Where films are about to be. */
export function CardShapes() {
  return Array.from({ length: 6 }, (_, index) => (
    <li key={`skeleton-${index}`}>
      <CardSkeleton />
    </li>
  ))
}
