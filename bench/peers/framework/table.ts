// The figures of one comparison as a table for people.
import type { Outcome } from './rounds'

export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ figure, kind, ours, theirs, ratio, goal }) => [
    figure,
    format(kind, ours),
    format(kind, theirs),
    ratio === null ? '' : `${ratio.toFixed(2)}×`,
    goal === null || ratio === null ? '' : `${ratio >= goal ? 'reached' : 'missed'} ${goal}×`,
  ])
  const table = [['', 'Marquee', 'peer', 'ratio', 'goal'], ...rows]
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function format(kind: Outcome['kind'], value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (kind === 'bytes') return `${(value / 1024 ** 2).toFixed(0)} MB`
  if (kind === 'seconds') return value < 0.1 ? `${(value * 1000).toPrecision(3)} ms` : `${value.toPrecision(3)} s`
  return kind === 'rate' ? `${value.toPrecision(4)}/s` : value.toFixed(4)
}
