// Who has a name, and since when; or that nobody has it.
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatFigure, formatInterval, HEADLINE, shortId } from '@/components/studio/run-words'
import type { Alias, Run } from '@/lib/schemas/run'

interface ServingCardProps {
  alias: Alias
  run?: Run
  /** The model in memory of this process, which may be a moment behind. */
  serving?: string | null
  children?: ReactNode
}

const WORDS: Record<Alias, { none: string }> = {
  champion: { none: 'None yet: the best of what is trained serves meanwhile.' },
  challenger: { none: 'None. Make a training the challenger to keep it in sight.' },
}

export function ServingCard({ alias, run, serving, children }: ServingCardProps) {
  const estimate = run?.evaluation?.metrics[HEADLINE]
  return (
    <div className="panel grid content-start gap-2">
      <h2 className="text-sm font-semibold text-muted capitalize">{alias}</h2>
      {run ? (
        <>
          <p className="font-display text-2xl leading-tight font-bold">
            <Link className="hover:underline" href={`/studio/models/${run.id}`}>
              {run.model} <span className="font-sans text-base font-normal text-muted">{shortId(run.id)}</span>
            </Link>
          </p>
          <p className="text-sm text-muted">
            {estimate
              ? `${HEADLINE} ${formatFigure(estimate.value)} (${formatInterval(estimate)})`
              : 'Not measured yet'}
          </p>
          {serving !== undefined && serving !== null && serving !== run.model && (
            <p className="text-sm text-muted">
              The pages are served by {serving} until this one is fitted on the present data.
            </p>
          )}
        </>
      ) : (
        <p className="text-muted">{WORDS[alias].none}</p>
      )}
      {children}
    </div>
  )
}
