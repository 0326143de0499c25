// A recommendation as a row, or as a grid.
'use client'
import { useState, type ReactNode } from 'react'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { SectionHead } from '../ui/section-head'
import { MovieCard } from './movie-card'
import { MovieRow } from './movie-row'

interface RecommendationRowProps {
  title: string
  why?: string
  recommendation: Recommendation
  href?: string
  hrefLabel?: string
  columns?: 6 | 3
  /** Shown when nothing could be recommended. */
  empty?: ReactNode
}

// A card belongs to one answer: the next answer's card of the same film starts afresh.
const cardKey = (recommendationId: string, movieId: number) => `${recommendationId}-${movieId}`

/** The page may be sent anew while one acts on it (a guest's first verdict does that): the list stays what it was. */
function useFirstAnswer(recommendation: Recommendation, question: string): Recommendation {
  const [first, setFirst] = useState({ recommendation, question })
  if (first.question === question && first.recommendation.items.length > 0) return first.recommendation
  if (first.recommendation !== recommendation) setFirst({ recommendation, question })
  return recommendation
}

export function RecommendationRow({ recommendation, empty, ...row }: RecommendationRowProps) {
  const { items, recommendationId } = useFirstAnswer(recommendation, `${row.title} ${recommendation.method}`)
  if (items.length === 0)
    return (
      <section className="row">
        <SectionHead title={row.title} why={row.why} />
        <div className="text-muted">{empty ?? 'Nothing to suggest here yet: too few ratings to go by.'}</div>
      </section>
    )
  return (
    <MovieRow {...row}>
      {items.map((item) => (
        <MovieCard key={cardKey(recommendationId, item.movie.id)} item={item} recommendationId={recommendationId} />
      ))}
    </MovieRow>
  )
}

export function RecommendationGrid({
  recommendation: { items, recommendationId },
}: {
  recommendation: Recommendation
}) {
  return (
    <ul className="grid-films">
      {items.map((item) => (
        <li key={cardKey(recommendationId, item.movie.id)}>
          <MovieCard item={item} recommendationId={recommendationId} />
        </li>
      ))}
    </ul>
  )
}

/** A grid that came with the page: another method is another question. */
export function PageRecommendationGrid({ recommendation }: { recommendation: Recommendation }) {
  return <RecommendationGrid recommendation={useFirstAnswer(recommendation, recommendation.method)} />
}
