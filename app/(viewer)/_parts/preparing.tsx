// What a page shows while the models are being prepared; it looks again by itself, less and less often.
'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { PageHead } from '@/components/layout/page-head'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 20_000

/** `page` when this is all there is, so that the page still has its heading. */
export function Preparing({ page = false }: { page?: boolean }) {
  const { refresh } = useRouter()
  const [looking, startLooking] = useTransition()
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    const wait = Math.min(FIRST_WAIT_MS * 1.5 ** attempt, LONGEST_WAIT_MS)
    const timer = setTimeout(() => {
      setAttempt(attempt + 1)
      // A tab in the background waits for its viewer: each look is a whole page for the server.
      if (!document.hidden) startLooking(refresh)
    }, wait)
    return () => clearTimeout(timer)
  }, [attempt, refresh])

  return (
    <>
      {page && <PageHead title="Almost ready" lead="Marquee is reading its catalogue." />}
      <div role="status">
        <EmptyState
          title="Models are being prepared"
          action={
            <Button variant="quiet" disabled={looking} onClick={() => startLooking(refresh)}>
              Look now
            </Button>
          }
        >
          This takes from a few seconds to a few minutes, depending on how many ratings there are. The page fills in by
          itself.
        </EmptyState>
      </div>
    </>
  )
}
