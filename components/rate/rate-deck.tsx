// The quick way to the first stars: one film after another, by touch, pointer or the keys 1 to 5.
'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import type { MovieListItem } from '@/lib/schemas/movie'
import { Poster } from '../poster/poster'
import { StarField } from '../rating/star-rating'
import { useRating } from '../rating/use-rating'
import { meanWords } from '../shared/words'
import { Button, ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { ErrorState } from '../ui/error-state'
import { Skeleton } from '../ui/skeleton'
import { useDeck } from './use-deck'

const GOAL = 5
/** Long enough to see one's own stars before the next film comes. */
const LINGER_MS = 450

export function RateDeck({ films, ratedCount = 0 }: { films: readonly MovieListItem[]; ratedCount?: number }) {
  const { top, coming, loading, failure, next, putBack, retry } = useDeck(films)
  // The first write of a new guest sends the page anew, with a count that holds that write already.
  const [ratedBefore] = useState(ratedCount)
  const [given, setGiven] = useState<ReadonlySet<number>>(new Set())
  const onStored = (film: MovieListItem, stars: number | null) => {
    setGiven((before) => new Set([...before, film.id].filter((id) => stars !== null || id !== film.id)))
    if (stars === null) putBack(film)
  }
  return (
    <div className="grid gap-5">
      <Progress rated={ratedBefore + given.size} />
      {top !== undefined ? (
        <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <FilmToRate key={top.id} film={top} onStored={(stars) => onStored(top, stars)} onNext={next} />
          {coming.length > 0 && (
            <div className="hidden gap-3 lg:grid" aria-hidden="true">
              <p className="text-sm font-semibold text-muted">Coming up</p>
              <div className="grid grid-cols-3 gap-3">
                {coming.map((film) => (
                  <Poster key={film.id} movie={film} decorative />
                ))}
              </div>
            </div>
          )}
        </div>
      ) : failure !== null ? (
        <ErrorState title="The next films did not come" message={failure} onRetry={retry} />
      ) : loading ? (
        <Skeleton className="h-96 rounded-[14px] lg:mr-80" />
      ) : (
        <EmptyState
          title="That is every film we had to ask about"
          action={<ButtonLink href="/for-you">See what is for you</ButtonLink>}
        >
          Find others by name in Browse.
        </EmptyState>
      )}
    </div>
  )
}

function Progress({ rated }: { rated: number }) {
  const done = Math.min(rated, GOAL)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <svg className="h-3 w-40 fill-line" viewBox="0 0 160 12" aria-hidden="true" focusable="false">
        {Array.from({ length: GOAL }, (_, index) => (
          <rect
            key={index}
            className={index < done ? 'fill-amber' : undefined}
            x={index * 32}
            y="2"
            width="28"
            height="8"
            rx="4"
          />
        ))}
      </svg>
      <p role="status" className="text-muted">
        {rated < GOAL
          ? `${rated} of ${GOAL} films rated`
          : `${rated} films rated: enough to go by. More stars make it better.`}
      </p>
      {rated >= GOAL && (
        <ButtonLink href="/for-you" size="sm">
          See what is for you
        </ButtonLink>
      )}
    </div>
  )
}

interface FilmToRateProps {
  film: MovieListItem
  onStored: (stars: number | null) => void
  onNext: () => void
}

function FilmToRate({ film, onStored, onNext }: FilmToRateProps) {
  const { stars, rate } = useRating(film.id, film.title, null, onStored)
  const [given, setGiven] = useState<number | null>(null)
  const give = (value: number) => {
    setGiven(value)
    rate(value)
  }
  const moveOn = useEffectEvent(onNext)
  useEffect(() => {
    if (given === null) return
    // A change of mind within the moment starts it again.
    const timer = setTimeout(() => moveOn(), LINGER_MS)
    return () => clearTimeout(timer)
  }, [given])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'radio'
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    if (/^[1-5]$/.test(event.key)) give(Number(event.key))
    if (event.key === '0') onNext()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  return (
    <article className="panel grid grid-cols-[104px_minmax(0,1fr)] gap-4 sm:grid-cols-[240px_minmax(0,1fr)] sm:grid-rows-2 sm:gap-x-8 sm:p-6">
      {/* Small on a small screen: the stars must stand above the message that offers to undo the last ones. */}
      <div className="sm:row-span-2">
        <Poster movie={film} size="page" priority decorative />
      </div>
      <div className="self-center sm:self-end">
        <h2 className="page-title text-[clamp(24px,3.4vw,42px)]!">{film.title}</h2>
        <p className="mt-2 text-muted">{[film.year, film.genres.slice(0, 3).join(', ')].filter(Boolean).join(' · ')}</p>
        <p className="text-muted">{meanWords(film.stats)}</p>
      </div>
      <div className="col-span-2 grid content-start gap-4 sm:col-span-1">
        <StarField name={`rate-${film.id}`} title={film.title} stars={given ?? stars} onChange={give} size="lg" />
        <div className="flex flex-wrap items-center gap-4">
          <Button variant="quiet" onClick={onNext}>
            Haven’t seen it
          </Button>
          <p className="text-sm text-muted pointer-coarse:hidden">Keys 1 to 5 give stars, 0 skips</p>
        </div>
      </div>
    </article>
  )
}
