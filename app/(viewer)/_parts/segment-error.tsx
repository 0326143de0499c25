// The body of every error.tsx: a heading, what failed, and "Try again", which asks the server once more.
'use client'

import { PageHead } from '@/components/layout/page-head'
import { ErrorState } from '@/components/ui/error-state'

/** What Next hands to an error page. */
export interface ErrorPageProps {
  retry: () => void
}

export function SegmentError({ title, what, retry }: ErrorPageProps & { title: string; what: string }) {
  return (
    <>
      <PageHead title={title} />
      <ErrorState
        title={`${what} could not be loaded`}
        message="Nothing of yours was lost. Try again, and if it keeps failing, look at the server's log."
        onRetry={retry}
      />
    </>
  )
}
