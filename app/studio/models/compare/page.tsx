// Two trainings side by side: figures with intervals, paired differences, configurations, curves.
import type { Metadata } from 'next'
import Link from 'next/link'
import { CurveChart } from '@/components/charts/curve-chart'
import { PageHead } from '@/components/layout/page-head'
import { Badges } from '@/components/studio/badges'
import { formatFigure, formatInterval, formatP, formatSigned, shortId } from '@/components/studio/run-words'
import { ButtonLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { compareRuns } from '@/lib/services/runs/compare-runs'
import { runIdSchema, type RunComparison, type RunDetail } from '@/lib/schemas/run'
import { requireViewer } from '@/app/viewer'
import type { SearchParams } from '@/app/(viewer)/_parts/route-params'
import { whenReady } from '@/app/(viewer)/_parts/when-ready'
import { curvesOf } from '../[runId]/curves-of'

export const metadata: Metadata = { title: 'Two trainings', robots: { index: false } }

export default function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return whenReady(async () => {
    const ids = [(await searchParams).run].flat().filter((id) => runIdSchema.safeParse(id).success)
    const [a, b] = ids
    if (ids.length !== 2 || !a || !b)
      return (
        <>
          <PageHead title="Compare two trainings" />
          <EmptyState title="Two trainings, please" action={<ButtonLink href="/studio/models">Choose them</ButtonLink>}>
            Tick two in the list and compare them.
          </EmptyState>
        </>
      )
    const { host } = await requireViewer()
    const comparison = await compareRuns(host.db, a, b)
    const names = { a: `${comparison.a.model} ${shortId(a)}`, b: `${comparison.b.model} ${shortId(b)}` }
    return (
      <>
        <PageHead title="Two trainings" lead={`${names.a} and ${names.b}, side by side.`} />
        <div className="grid gap-3 md:grid-cols-2">
          <Side letter="A" run={comparison.a} />
          <Side letter="B" run={comparison.b} />
        </div>
        <Paired comparison={comparison} />
        <Figures comparison={comparison} names={names} />
        <Curves comparison={comparison} names={names} />
      </>
    )
  })
}

function Side({ letter, run }: { letter: string; run: RunDetail }) {
  return (
    <section className="panel grid content-start gap-2" aria-label={`Training ${letter}`}>
      <p className="text-sm font-semibold text-muted">{letter}</p>
      <h2 className="flex flex-wrap items-center gap-2 font-display text-xl font-bold">
        <Link className="hover:underline" href={`/studio/models/${run.id}`}>
          {run.model} {shortId(run.id)}
        </Link>
        <Badges run={run} />
      </h2>
      <pre className="overflow-x-auto text-sm text-muted" tabIndex={0} aria-label={`Configuration of ${letter}`}>
        {JSON.stringify(run.config, null, 2)}
      </pre>
    </section>
  )
}

function Paired({ comparison: { paired, split } }: { comparison: RunComparison }) {
  return (
    <section className="row" aria-labelledby="paired">
      <SectionHead
        id="paired"
        title="A minus B, person by person"
        why={split ? `the same ${split.people} people` : undefined}
      />
      {split === null ? (
        <EmptyState title="They have not met the same people">
          Their own figures below come from different questions and cannot be subtracted. Measure both on the page of
          each.
        </EmptyState>
      ) : (
        <DataTable
          caption="Mean difference per person with its paired bootstrap interval; p of Wilcoxon’s signed-rank test, two-sided"
          head={['Metric', 'A − B', '95 % interval', 'p', 'A ahead', 'B ahead']}
          rows={paired.map(({ metric, difference, low, high, p, aAhead, bAhead }) => [
            metric,
            formatSigned(difference),
            low === null || high === null ? '–' : `${formatSigned(low)} to ${formatSigned(high)}`,
            formatP(p),
            aAhead,
            bAhead,
          ])}
        />
      )}
    </section>
  )
}

interface Named {
  comparison: RunComparison
  names: { a: string; b: string }
}

function Figures({ comparison: { a, b }, names }: Named) {
  const metrics = [...new Set([a, b].flatMap((run) => Object.keys(run.evaluation?.metrics ?? {})))]
  if (metrics.length === 0) return null
  const cellsOf = (run: RunDetail, metric: string) => {
    const estimate = run.evaluation?.metrics[metric]
    return estimate ? [formatFigure(estimate.value), formatInterval(estimate) || '–'] : ['–', '–']
  }
  return (
    <section className="row" aria-labelledby="figures">
      <SectionHead id="figures" title="Figures of each" why="with 95 % intervals" />
      <DataTable
        caption="Figures of both trainings"
        captionHidden
        head={['Metric', names.a, 'interval of A', names.b, 'interval of B']}
        rows={metrics.map((metric) => [metric, ...cellsOf(a, metric), ...cellsOf(b, metric)])}
      />
    </section>
  )
}

function Curves({ comparison: { a, b }, names }: Named) {
  const curves = curvesOf([
    { name: names.a, points: a.curves },
    { name: names.b, points: b.curves },
  ])
  if (curves.length === 0) return null
  return (
    <section className="row" aria-labelledby="curves">
      <SectionHead id="curves" title="Learning curves" />
      <div className="grid-2 gap-y-6">
        {curves.map(({ title, series }) => (
          <CurveChart key={title} title={title} series={series} />
        ))}
      </div>
    </section>
  )
}
