// The films I have rated, newest first, each with its stars to change; it follows what is rated above it.
'use client'

import { lazy, Suspense, useState } from 'react'
import { Poster } from '@/components/poster/poster'
import { useStoredCount } from '@/components/rating/given-stars'
import { StarRating } from '@/components/rating/star-rating'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import type { RatingDto, RatingPage } from '@/lib/schemas/rating'

const LiveRatings = lazy(() => import('./live-ratings').then((module) => ({ default: module.LiveRatings })))

/** `address` is where the API answers this very page of ratings. */
export function RatedFilms({ initial, address }: { initial: RatingPage; address: string }) {
  const [read, setRead] = useState<RatingPage | null>(null)
  const storedCount = useStoredCount()
  return (
    <>
      {storedCount > 0 && (
        <Suspense>
          <LiveRatings address={address} storedCount={storedCount} onRead={setRead} />
        </Suspense>
      )}
      <RatingList items={(read ?? initial).items} />
    </>
  )
}

function RatingList({ items }: { items: readonly RatingDto[] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing yet">
        The films you give stars to are listed here, and you can change your mind.
      </EmptyState>
    )
  }
  return (
    <ul className="grid gap-3 md:grid-cols-2 lg:grid-cols-3" aria-label="Films you have rated">
      {items.map((rating) => (
        <li key={rating.movie.id}>
          <RatedFilm rating={rating} />
        </li>
      ))}
    </ul>
  )
}

function RatedFilm({ rating: { movie, stars } }: { rating: RatingDto }) {
  return (
    <article className="panel flex h-full flex-wrap items-start gap-x-3 gap-y-1 p-3!">
      <Link
        href={`/movies/${movie.id}`}
        className="block w-11 flex-none rounded-[5px] sm:w-16"
        tabIndex={-1}
        aria-hidden="true"
      >
        <Poster movie={movie} size="mini" decorative />
      </Link>
      {/* As wide as five stars, so that it goes below the poster only where those would not fit beside it. */}
      <div className="min-w-0 flex-1 basis-62.5">
        <h3 className="leading-snug font-semibold">
          <Link href={`/movies/${movie.id}`} className="hover:underline">
            {movie.title}
          </Link>{' '}
          {movie.year !== null && <span className="font-medium text-muted">{movie.year}</span>}
        </h3>
        <StarRating movieId={movie.id} title={movie.title} initialStars={stars} />
      </div>
    </article>
  )
}
