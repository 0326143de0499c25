// One training: what it was made of, how good it is, how it learned, and whether it may serve.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { CurveChart } from '@/components/charts/curve-chart'
import { Badges, ProgressBar } from '@/components/studio/badges'
import { LiveRefresh } from '@/components/studio/live-refresh'
import { RunActions } from '@/components/studio/run-actions'
import {
  formatBytes,
  formatDuration,
  formatFigure,
  formatInterval,
  formatMoment,
  isOpen,
  shortId,
} from '@/components/studio/run-words'
import { DataTable } from '@/components/ui/data-table'
import { SectionHead } from '@/components/ui/section-head'
import { judgePromotion } from '@/lib/services/runs/judge-promotion'
import { listModels } from '@/lib/services/runs/list-models'
import type { RunDetail } from '@/lib/schemas/run'
import { requireViewer } from '@/app/viewer'
import { Preparing } from '@/app/(viewer)/_parts/preparing'
import { whenReady } from '@/app/(viewer)/_parts/when-ready'
import { curvesOf } from './curves-of'
import { readRun } from './read-run'

export const metadata: Metadata = { title: 'Training', robots: { index: false } }

export default function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  return whenReady(async () => {
    const run = await readRun((await params).runId)
    if (!run) return <Preparing page />
    const { host } = await requireViewer()
    const [verdict, { aliases }] = await Promise.all([judgePromotion(host.db, run.id), listModels(host)])
    const championId = aliases.find(({ alias }) => alias === 'champion')?.runId ?? null
    return (
      <>
        <PageHead
          title={run.model}
          lead={
            <>
              Training {shortId(run.id)}, {formatMoment(run.startedAt)} <Badges run={run} />
            </>
          }
        />
        <LiveRefresh active={isOpen(run) || (run.status === 'finished' && run.current && !run.evaluation)} />
        <ProgressBar run={run} />
        {run.error !== null && <p className="panel text-bad">{run.error}</p>}
        <section aria-labelledby="promotion">
          <SectionHead id="promotion" title="The gate" why="whether it may serve the pages" />
          <RunActions run={run} verdict={verdict} championId={championId} />
        </section>
        <Figures run={run} />
        <Curves run={run} />
        <Origin run={run} />
        <Moves run={run} />
      </>
    )
  })
}

function Figures({ run: { evaluation } }: { run: RunDetail }) {
  if (!evaluation) return null
  return (
    <section className="row" aria-labelledby="figures">
      <SectionHead id="figures" title="Figures" why={`of ${evaluation.people} people it had not seen`} />
      <DataTable
        caption={evaluation.description}
        head={['Metric', 'Value', '95 % interval']}
        rows={Object.entries(evaluation.metrics).map(([name, estimate]) => [
          name,
          formatFigure(estimate.value),
          formatInterval(estimate) || '–',
        ])}
      />
    </section>
  )
}

function Curves({ run }: { run: RunDetail }) {
  const curves = curvesOf([{ name: shortId(run.id), points: run.curves }])
  if (curves.length === 0) return null
  return (
    <section className="row" aria-labelledby="curves">
      <SectionHead id="curves" title="Learning curves" why="as the model told them while it was fitted" />
      <div className="grid-2 gap-y-6">
        {curves.map(({ title, series }) => (
          <CurveChart key={title} title={title} series={series} />
        ))}
      </div>
    </section>
  )
}

const FACTS: Partial<Record<string, string>> = { nItems: 'Films', nUsers: 'Users', nRatings: 'Ratings' }

const formatFact = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en-GB') : formatFigure(value))

function Origin({ run }: { run: RunDetail }) {
  const facts = [
    ['Configuration', JSON.stringify(run.config)],
    ['Seed', String(run.seed)],
    ['Code', run.codeVersion],
    ['Data', `${run.snapshotFingerprint}${run.current ? '' : ' (not the present data)'}`],
    ['Fitted in', run.fitSeconds === null ? '–' : formatDuration(run.fitSeconds)],
    ['Largest memory meanwhile', run.peakBytes === null ? '–' : formatBytes(run.peakBytes)],
    ...Object.entries(run.facts).map(([name, value]) => [FACTS[name] ?? name, formatFact(value)]),
    ['Run', run.id],
  ]
  return (
    <section className="row" aria-labelledby="origin">
      <SectionHead id="origin" title="How it was made" />
      <dl className="panel grid gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-sm text-muted max-sm:mt-1">{name}</dt>
            <dd className="font-mono text-sm break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Moves({ run }: { run: RunDetail }) {
  if (run.moves.length === 0) return null
  return (
    <section className="row" aria-labelledby="moves">
      <SectionHead id="moves" title="Moves of its names" why="newest first" />
      <DataTable
        caption="Moves of champion and challenger to and from this training"
        captionHidden
        head={['When', 'What', 'By', 'Why']}
        rows={run.moves.map((move) => [
          formatMoment(move.movedAt),
          `${move.alias} ${move.toRunId === run.id ? 'came here' : 'went on'}${move.forced ? ', forced' : ''}`,
          move.movedBy,
          move.reason,
        ])}
      />
    </section>
  )
}
