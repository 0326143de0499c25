// Back to the champion before.
'use client'
import { rollbackAction } from '@/app/actions/runs'
import { Button } from '../ui/button'
import { useWrite } from './use-write'

export function RollbackButton({ model }: { model: string }) {
  const { busy, failure, write } = useWrite()
  return (
    <div className="grid gap-2">
      <Button
        variant="quiet"
        size="sm"
        className="justify-self-start"
        disabled={busy}
        onClick={() => write(rollbackAction, (moved) => `${moved.model} is champion again.`)}
      >
        Roll back to {model}
      </Button>
      {failure && (
        <p role="alert" className="text-sm text-bad">
          {failure.message}
        </p>
      )}
    </div>
  )
}
