// Runs and comparisons as text for a terminal.
import type { RunComparison, RunDetail, Verdict } from '@/lib/schemas/run'
import { bytes } from './output'
import { formatEstimate, formatTable } from './report'

export function describeRun(run: RunDetail, verdict: Verdict): string {
  const facts = [
    ['run', run.id],
    ['model', `${run.model} (${run.codeVersion}), seed ${run.seed}`],
    ['names', run.aliases.join(', ') || 'none'],
    ['status', run.error ? `${run.status}: ${run.error}` : run.status],
    ['data', `${run.snapshotFingerprint.slice(0, 16)}${run.current ? '' : ' (not the present data)'}`],
    ['began', run.startedAt],
    ['fitted in', run.fitSeconds === null ? '-' : `${run.fitSeconds.toFixed(2)} s`],
    ['memory', run.peakBytes === null ? '-' : bytes(run.peakBytes)],
    ['configuration', JSON.stringify(run.config)],
    ...Object.entries(run.facts).map(([name, value]) => [name, String(value)]),
  ]
  return [
    formatTable(facts),
    '',
    ...(run.evaluation
      ? [
          `Measured over ${run.evaluation.people} people: ${run.evaluation.description}`,
          formatTable(Object.entries(run.evaluation.metrics).map(([name, value]) => [name, formatEstimate(value)])),
        ]
      : ['Not measured: marquee runs measure does that.']),
    ...listCurves(run),
    ...run.moves.map(describeMove),
    '',
    `As champion: ${verdict.sentence}`,
  ].join('\n')
}

function listCurves({ curves }: RunDetail): string[] {
  const last = new Map(curves.map((point) => [point.name, point]))
  return [...last.values()].map(({ name, step, value }) => `Curve ${name}: ${value.toFixed(4)} after step ${step}`)
}

const describeMove = ({ movedAt, alias, toRunId, movedBy, reason, forced }: RunDetail['moves'][number]) =>
  `${movedAt.slice(0, 16).replace('T', ' ')} ${alias} → ${toRunId ?? 'nobody'} by ${movedBy}${forced ? ', forced' : ''}: ${reason}`

export function describeComparison({ a, b, paired, split }: RunComparison): string {
  const names = [...new Set([a, b].flatMap((run) => Object.keys(run.evaluation?.metrics ?? {})))]
  const cell = (run: RunDetail, name: string) => {
    const estimate = run.evaluation?.metrics[name]
    return estimate ? formatEstimate(estimate) : '-'
  }
  const figures = names.map((name) => [name, cell(a, name), cell(b, name)])
  const pairs = paired.map(({ metric, difference, low, high, people, p }) => [
    metric,
    formatEstimate({ value: difference, low, high }),
    p < 0.0001 ? '< 0.0001' : p.toFixed(4),
    String(people),
  ])
  return [
    formatTable([['', `${a.model} ${a.id.slice(-12)}`, `${b.model} ${b.id.slice(-12)}`], ...figures]),
    '',
    ...(split
      ? [
          formatTable([['metric', 'a − b [95 % interval]', 'p', 'people'], ...pairs]),
          '',
          `${split.description}. Difference: mean per person, paired bootstrap. p: Wilcoxon signed-rank, two-sided.`,
        ]
      : ['The two were not measured on the same split: marquee runs measure does that.']),
  ].join('\n')
}
