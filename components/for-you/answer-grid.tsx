// One answer to "what might I love?", or what to do when there is none.
import type { Recommendation } from '@/lib/schemas/recommendation'
import { RecommendationGrid } from '../movie/recommendation-row'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'

export function AnswerGrid({ recommendation }: { recommendation: Recommendation }) {
  if (recommendation.items.length === 0)
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
      <RecommendationGrid recommendation={recommendation} />
    </section>
  )
}
