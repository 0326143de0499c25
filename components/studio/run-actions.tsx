// What can be done with one run: promote it through the gate, make it challenger, measure or cancel it.
'use client'
import { useId, useState } from 'react'
import { cancelRunAction, measureRunsAction, promoteRunAction } from '@/app/actions/runs'
import type { Run, Verdict } from '@/lib/schemas/run'
import { Button } from '../ui/button'
import { Field, TextInput } from '../ui/field'
import { isOpen } from './run-words'
import { useWrite } from './use-write'

interface RunActionsProps {
  run: Pick<Run, 'id' | 'model' | 'status' | 'current' | 'aliases' | 'evaluation'>
  verdict: Verdict
  championId: string | null
}

export function RunActions({ run, verdict, championId }: RunActionsProps) {
  const { busy, failure, write } = useWrite()
  const [reason, setReason] = useState('')
  const id = useId()
  const usable = run.status === 'finished' && run.current
  const promote = (forceReason?: string) =>
    write(
      () => promoteRunAction({ runId: run.id, alias: 'champion', forceReason }),
      ({ model }) => `${model} is champion now and serves the pages.`,
    )
  const toMeasure = [run.id, ...(championId === null || championId === run.id ? [] : [championId])]
  return (
    <div className="panel grid gap-4">
      <p className={verdict.decision === 'worse' ? 'text-bad' : undefined}>{verdict.sentence}</p>
      <div className="flex flex-wrap gap-3">
        {verdict.allowed && (
          <Button disabled={busy} onClick={() => promote()}>
            Promote to champion
          </Button>
        )}
        {usable && !run.aliases.length && (
          <Button
            variant="quiet"
            disabled={busy}
            onClick={() =>
              write(
                () => promoteRunAction({ runId: run.id, alias: 'challenger' }),
                ({ model }) => `${model} is challenger now.`,
              )
            }
          >
            Make it the challenger
          </Button>
        )}
        {usable && (run.evaluation === null || verdict.decision === 'unmeasured') && (
          <Button
            variant="quiet"
            disabled={busy}
            onClick={() =>
              write(
                () => measureRunsAction({ runIds: toMeasure }),
                () => 'The worker measures it; the figures appear here.',
              )
            }
          >
            Measure
          </Button>
        )}
        {isOpen(run) && (
          <Button
            variant="quiet"
            disabled={busy}
            onClick={() =>
              write(
                () => cancelRunAction({ runId: run.id }),
                () => `The training of ${run.model} is being stopped.`,
              )
            }
          >
            Cancel the training
          </Button>
        )}
      </div>
      {!verdict.allowed && verdict.forceable && (
        <form
          className="grid gap-3 border-t border-line pt-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end"
          onSubmit={(event) => {
            event.preventDefault()
            promote(reason)
          }}
        >
          <Field
            label="Promote all the same, because"
            id={`${id}-reason`}
            error={failure?.fieldErrors?.forceReason?.join(' ')}
          >
            <TextInput
              id={`${id}-reason`}
              value={reason}
              placeholder="The reason is kept with the move"
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <Button type="submit" variant="quiet" disabled={busy || reason.trim() === ''}>
            Force the promotion
          </Button>
        </form>
      )}
      {failure && !failure.fieldErrors?.forceReason && (
        <p role="alert" className="text-sm text-bad">
          {failure.message}
        </p>
      )}
    </div>
  )
}
