// A page that failed, inside the frame, with a way to try again.
'use client'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ErrorState } from '@/components/ui/error-state'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="pt-12">
      <h1 className="page-title mb-8">The projector jammed</h1>
      <ErrorState
        title="This page could not be shown"
        message={`Something failed on our side; your ratings are safe.${error.digest ? ` The log has it under ${error.digest}.` : ''}`}
        onRetry={retry}
      />
    </div>
  )
}
