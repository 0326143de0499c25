// A recommended film: poster, why it is here, and what I say of it.
'use client'
import { useEffect, useRef } from 'react'
import type { RecommendedItem } from '@/lib/schemas/recommendation'
import { Button } from '../ui/button'
import { CardFace } from './card-face'
import { FeedbackButtons } from './feedback-buttons'
import { ReasonLine } from './reason-line'
import { useFeedback } from './use-feedback'

interface MovieCardProps {
  item: RecommendedItem
  recommendationId: string
  actions?: boolean
  priority?: boolean
}

export function MovieCard({ item, recommendationId, actions = true, priority = false }: MovieCardProps) {
  const { movie, reason, predictedStars } = item
  const { verdict, give, undo } = useFeedback(
    { recommendationId, movieId: movie.id, title: movie.title },
    item.verdict ?? null,
  )
  if (verdict === 'not-interested' || verdict === 'seen')
    return <GoneCard title={movie.title} seen={verdict === 'seen'} onUndo={undo} />
  return (
    <article className="card">
      <CardFace movie={movie} priority={priority} />
      <ReasonLine reason={reason} />
      <div className="card-acts">
        {actions && <FeedbackButtons title={movie.title} verdict={verdict} onGive={give} />}
        {predictedStars !== undefined && (
          <span className="predicted" title="Predicted stars">
            <span className="visually-hidden">Predicted: </span>
            <span aria-hidden="true">★ </span>
            {predictedStars.toFixed(1)}
            <span className="visually-hidden"> of 5 stars</span>
          </span>
        )}
      </div>
    </article>
  )
}

export { MovieCard as RecommendedCard }

/** Stands where the film stood, so that nothing jumps and the way back is under the finger. */
function GoneCard({ title, seen, onUndo }: { title: string; seen: boolean; onUndo: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The button that was pressed is gone; without this the keyboard would start again at the top of the page.
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true })
  }, [])
  return (
    <article className="card">
      <div className="card-gone">
        <p>
          <b className="block text-text">{title}</b>
          {seen ? 'Marked as seen' : 'Not interested'}
        </p>
        <Button ref={button} variant="quiet" size="sm" onClick={onUndo}>
          Undo<span className="visually-hidden">: {title}</span>
        </Button>
      </div>
    </article>
  )
}
