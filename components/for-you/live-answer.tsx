// Recommendations that are asked for in the browser: because none came with the page, or because my stars have changed since.
'use client'
import useSWR from 'swr'
import { recommendForMeAction } from '@/app/actions/pickers'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { reading } from '../shared/reading'
import { ErrorState } from '../ui/error-state'
import { GridSkeleton } from '../ui/skeleton'
import { AnswerGrid } from './answer-grid'

interface LiveAnswerProps {
  initial: Recommendation | null
  method: string
  /** How many stars had been stored when this was asked: more of them ask anew. */
  storedCount: number
}

async function askForMe(method: string): Promise<Recommendation> {
  const answer = await recommendForMeAction({ method })
  if (!answer.ok) throw new Error(answer.message)
  return answer.data
}

export function LiveAnswer({ initial, method, storedCount }: LiveAnswerProps) {
  // Through the action: actions of one page run in turn, so a star given just before is counted already.
  const { data, error, isLoading, mutate } = useSWR<Recommendation, Error>(['for-me', method, storedCount], {
    ...reading,
    fetcher: () => askForMe(method),
    fallbackData: initial ?? undefined,
    keepPreviousData: true,
  })
  if (data === undefined && error !== undefined)
    return <ErrorState title="No recommendations came" message={error.message} onRetry={() => void mutate()} />
  if (data === undefined || (isLoading && data.items.length === 0)) return <GridSkeleton n={12} />
  return <AnswerGrid recommendation={data} />
}
