// Recommendations from my own ratings, by the method I choose; honest while there are too few of them.
'use client'
import useSWR from 'swr'
import { recommendForMeAction } from '@/app/actions/pickers'
import type { MethodInfo, Recommendation } from '@/lib/schemas/recommendation'
import { RecommendationGrid } from '../movie/recommendation-row'
import { reading } from '../shared/reading'
import { countOf } from '../shared/words'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { ErrorState } from '../ui/error-state'
import { GridSkeleton } from '../ui/skeleton'
import { MethodPicker } from './method-picker'

/** Below this, what we know of somebody is mostly noise, and we say so. */
export const ENOUGH_RATINGS = 5
const SHOWN = 24

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

async function askForMe(method: string): Promise<Recommendation> {
  const answer = await recommendForMeAction({ method })
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}

function Answer({ initial, method }: { initial: Recommendation | null; method: string }) {
  const key = `/api/v1/me/recommendations?${new URLSearchParams({ method, k: String(SHOWN) })}`
  // Through the action: actions of one page run in turn, so a star given just before is counted already.
  const { data, error, isLoading, mutate } = useSWR<Recommendation, Error>(key, {
    ...reading,
    fetcher: () => askForMe(method),
    fallbackData: initial ?? undefined,
    // The page has just asked; asking again would log a second recommendation and move cards under the reader's hands.
    revalidateOnMount: initial === null,
    revalidateIfStale: false,
  })
  if (data === undefined && error !== undefined)
    return <ErrorState title="No recommendations came" message={error.message} onRetry={() => void mutate()} />
  if (data === undefined || (isLoading && data.items.length === 0)) return <GridSkeleton n={12} />
  if (data.items.length === 0)
    return (
      <EmptyState
        title="Nothing to suggest by this method yet"
        action={<ButtonLink href="/rate">Rate some films</ButtonLink>}
      >
        It found nobody, or no film, near enough to your ratings. Another method may, and a few more stars help them
        all.
      </EmptyState>
    )
  return (
    <section aria-label="Recommended for you">
      <RecommendationGrid recommendation={data} />
    </section>
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
