// The names that a run has, and the state it is in.
import type { Run } from '@/lib/schemas/run'
import { Chip } from '../ui/chip'
import { isOpen, stateOf } from './run-words'

export function Badges({ run }: { run: Pick<Run, 'aliases' | 'status' | 'progress' | 'current'> }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5 align-middle">
      {run.aliases.map((alias) => (
        <span
          key={alias}
          className={`inline-flex min-h-6.5 items-center rounded-full px-2.5 text-[13px] font-semibold ${alias === 'champion' ? 'bg-amber text-amber-ink' : 'border border-amber text-amber'}`}
        >
          {alias}
        </span>
      ))}
      {run.status !== 'finished' && <Chip on={isOpen(run)}>{stateOf(run)}</Chip>}
      {run.status === 'finished' && !run.current && <Chip>other data</Chip>}
    </span>
  )
}

export function ProgressBar({ run }: { run: Pick<Run, 'status' | 'progress' | 'model'> }) {
  if (!isOpen(run)) return null
  return (
    <progress
      className="progress"
      max={1}
      value={run.status === 'queued' ? undefined : run.progress}
      aria-label={`Training of ${run.model}`}
    />
  )
}
