// Something failed: says what, and offers to try again.
'use client'
import { Button } from './button'

interface ErrorStateProps {
  title?: string
  message?: string
  onRetry?: () => void
}

export function ErrorState({ title = 'That did not work', message, onRetry }: ErrorStateProps) {
  return (
    <div className="state" role="alert">
      <p className="state-title">{title}</p>
      <p className="max-w-[52ch] text-muted">{message ?? 'Something went wrong on our side. Your ratings are safe.'}</p>
      <div className="mt-2">
        <Button onClick={onRetry ?? (() => window.location.reload())}>Try again</Button>
      </div>
    </div>
  )
}
