// Recommendations from my own ratings, by the method I choose; honest while there are too few of them.
'use client'
import { lazy, Suspense, useState } from 'react'
import type { MethodInfo, Recommendation } from '@/lib/schemas/recommendation'
import { useStoredCount } from '../rating/given-stars'
import { countOf } from '../shared/words'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { GridSkeleton } from '../ui/skeleton'
import { AnswerGrid } from './answer-grid'
import { MethodPicker } from './method-picker'

const LiveAnswer = lazy(() => import('./live-answer').then((module) => ({ default: module.LiveAnswer })))

/** Below this, what we know of somebody is mostly noise, and we say so. */
export const ENOUGH_RATINGS = 5

interface ForYouResultsProps {
  methods: readonly MethodInfo[]
  initial: Recommendation | null
  method: string
  ratedCount: number
}

export function ForYouResults({ methods, initial, method, ratedCount }: ForYouResultsProps) {
  return (
    <div className="grid gap-6">
      {ratedCount < ENOUGH_RATINGS && <FewRatings n={ratedCount} />}
      {ratedCount > 0 && <MethodPicker methods={methods} value={method} />}
      {ratedCount > 0 && <Answer key={method} initial={initial?.method === method ? initial : null} method={method} />}
    </div>
  )
}

function Answer({ initial, method }: { initial: Recommendation | null; method: string }) {
  const storedCount = useStoredCount()
  const [countAtFirst] = useState(storedCount)
  // The page has just asked; asking again would log a second recommendation and move cards under the reader's hands.
  if (initial !== null && storedCount === countAtFirst) return <AnswerGrid recommendation={initial} />
  return (
    <Suspense fallback={initial === null ? <GridSkeleton n={12} /> : <AnswerGrid recommendation={initial} />}>
      <LiveAnswer initial={initial} method={method} storedCount={storedCount} />
    </Suspense>
  )
}

function FewRatings({ n }: { n: number }) {
  const action = <ButtonLink href="/rate">Rate films</ButtonLink>
  if (n === 0)
    return (
      <EmptyState title="We know nothing of your taste yet" action={action}>
        Give stars to {ENOUGH_RATINGS} films you have seen and this page becomes yours. It takes a minute.
      </EmptyState>
    )
  return (
    <div className="panel flex flex-wrap items-center justify-between gap-4">
      <p>
        <b className="block font-display text-lg">{countOf(n, 'rating', 'ratings')} so far: these are guesses</b>
        <span className="text-muted">
          {countOf(ENOUGH_RATINGS - n, 'more film', 'more films')} with stars and we have something to go by. Until
          then, take what follows lightly.
        </span>
      </p>
      {action}
    </div>
  )
}
