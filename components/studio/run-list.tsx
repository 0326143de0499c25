// The runs: what each is, how good, how long it took; two of them can be ticked and compared.
'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { Run } from '@/lib/schemas/run'
import { Button } from '../ui/button'
import { Badges, ProgressBar } from './badges'
import { IntervalMark } from './interval-mark'
import { formatBytes, formatDuration, formatFigure, formatInterval, formatMoment, HEADLINE, shortId } from './run-words'

const PAIR = 2

export function RunList({ runs }: { runs: readonly Run[] }) {
  const [ticked, setTicked] = useState<readonly string[]>([])
  const most = Math.max(0.01, ...runs.map((run) => highestOf(run)))
  // A third tick takes the place of the first.
  const tick = (id: string, on: boolean) =>
    setTicked((before) => (on ? [...before, id].slice(-PAIR) : before.filter((other) => other !== id)))
  return (
    <form action="/studio/models/compare" method="get" className="grid gap-3">
      <ul className="grid gap-2.5">
        {runs.map((run) => (
          <li
            key={run.id}
            className="panel grid gap-x-5 gap-y-2 p-4 md:grid-cols-[auto_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)]"
          >
            <label className="flex min-h-6 items-center gap-2 self-start max-md:order-last">
              <input
                type="checkbox"
                name="run"
                value={run.id}
                className="size-5 accent-amber"
                checked={ticked.includes(run.id)}
                onChange={(event) => tick(run.id, event.target.checked)}
                aria-label={`Compare ${run.model}, run ${shortId(run.id)}`}
              />
              <span className="text-sm text-muted md:hidden" aria-hidden="true">
                Compare
              </span>
            </label>
            <RunName run={run} />
            <RunFigure run={run} most={most} />
            <RunCost run={run} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={ticked.length !== PAIR}>
          Compare the two
        </Button>
        <p className="text-sm text-muted" aria-live="polite">
          {ticked.length === PAIR
            ? 'Person by person, where both met the same people.'
            : `Tick two runs (${ticked.length} of ${PAIR}).`}
        </p>
      </div>
    </form>
  )
}

const highestOf = ({ evaluation }: Run) =>
  evaluation?.metrics[HEADLINE]?.high ?? evaluation?.metrics[HEADLINE]?.value ?? 0

function RunName({ run }: { run: Run }) {
  return (
    <div className="grid content-start gap-1">
      <p className="flex flex-wrap items-center gap-2">
        <Link className="link inline-block py-0.5" href={`/studio/models/${run.id}`}>
          {run.model} <span className="font-normal text-muted">{shortId(run.id)}</span>
        </Link>
        <Badges run={run} />
      </p>
      <p className="text-sm text-muted">
        {formatMoment(run.startedAt)}, asked by {run.requestedBy === 'start' ? 'Marquee' : run.requestedBy}
      </p>
      <ProgressBar run={run} />
      {run.error !== null && <p className="text-sm text-bad">{run.error}</p>}
    </div>
  )
}

function RunFigure({ run, most }: { run: Run; most: number }) {
  const estimate = run.evaluation?.metrics[HEADLINE]
  if (!estimate)
    return <p className="text-sm text-muted">{run.status === 'finished' ? 'Not measured yet' : 'No figures'}</p>
  return (
    <div>
      <p className="text-sm tabular-nums">
        <span className="font-semibold">{formatFigure(estimate.value)}</span>{' '}
        <span className="text-muted">
          {HEADLINE}, {formatInterval(estimate)}
        </span>
      </p>
      <IntervalMark estimate={estimate} most={most} tone={run.aliases.length ? 'strong' : 'plain'} />
    </div>
  )
}

function RunCost({ run }: { run: Run }) {
  const facts = [
    ...(run.fitSeconds === null ? [] : [`fitted in ${formatDuration(run.fitSeconds)}`]),
    ...(run.peakBytes === null ? [] : [`${formatBytes(run.peakBytes)} of memory`]),
    `data ${run.snapshotFingerprint.slice(0, 8)}`,
  ]
  return <p className="text-sm text-muted">{facts.join(' · ')}</p>
}
