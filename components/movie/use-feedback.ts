// What I say of one recommended film: shown at once, stored behind it, taken back when that fails, undone from the toast.
'use client'
import { useRef, useState } from 'react'
import type { Verdict } from '@/lib/schemas/recommendation'
import { useToast } from '../ui/toast'

interface FeedbackSubject {
  recommendationId: string
  movieId: number
  title: string
}

const SAID: Record<Verdict, (title: string) => string> = {
  up: (title) => `More like ${title}`,
  down: (title) => `Less like ${title}`,
  'not-interested': (title) => `${title} will not be suggested again`,
  seen: (title) => `${title} is marked as seen`,
}

async function store({ recommendationId, movieId }: FeedbackSubject, verdict: Verdict | null): Promise<string | null> {
  try {
    // Fetched with the first verdict: most who open a page give none.
    const { giveFeedbackAction, undoFeedbackAction } = await import('@/app/actions/feedback')
    const answer = await (verdict === null
      ? undoFeedbackAction({ recommendationId, movieId })
      : giveFeedbackAction({ recommendationId, movieId, verdict }))
    return answer.ok ? null : answer.message
  } catch (error) {
    return error instanceof Error ? error.message : 'Marquee cannot be reached.'
  }
}

export function useFeedback(subject: FeedbackSubject, initial: Verdict | null) {
  const [verdict, setVerdict] = useState(initial)
  const show = useToast()
  // One write at a time, in the order of the clicks; only the last one speaks.
  const queue = useRef<{ last: Promise<void>; turn: number; stored: Verdict | null }>({
    last: Promise.resolve(),
    turn: 0,
    stored: initial,
  })

  const write = (next: Verdict | null, silent: boolean) => {
    setVerdict(next)
    const line = queue.current
    const turn = (line.turn += 1)
    line.last = line.last.then(async () => {
      if (turn !== line.turn) return
      const before = line.stored
      const failure = await store(subject, next)
      if (failure === null) line.stored = next
      if (turn !== line.turn) return
      if (failure !== null) {
        setVerdict(before)
        show({ message: `That was not stored. ${failure}`, tone: 'error' })
      } else if (!silent && next !== null)
        show({
          about: `verdict-${subject.movieId}`,
          message: SAID[next](subject.title),
          undo: () => write(before, true),
        })
    })
  }
  /** The same verdict a second time takes it back. */
  const give = (next: Verdict) => write(next === verdict ? null : next, false)
  return { verdict, give, undo: () => write(null, true) }
}
