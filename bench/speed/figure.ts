// What the bench measures: a figure with its goal, and how it is shown.

export interface Figure {
  name: string
  value: number
  unit: string
  /** What issue and documentation promise; a figure without one is for information. */
  goal?: { least?: number; most?: number }
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

const isReached = ({ value, goal }: Figure) => value >= (goal?.least ?? -Infinity) && value <= (goal?.most ?? Infinity)

const written = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

/** Rows of a Markdown table. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, goal } = figure
    const wanted = goal ? (goal.least === undefined ? `≤ ${written(goal.most ?? 0)}` : `≥ ${written(goal.least)}`) : ''
    return `| ${name} | ${written(value)} ${unit} | ${wanted} | ${goal ? (isReached(figure) ? 'reached' : 'missed') : ''} |`
  })
  return ['| what | measured | goal | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
