// Counts by category, one bar for each series, beside or upon each other.
import { ChartFrame } from './chart-frame'
import { BarsDrawing } from './lazy-charts'

interface BarChartProps {
  title: string
  unit?: string
  categories: readonly string[]
  series: readonly { name: string; values: readonly number[] }[]
  stacked?: boolean
}

export function BarChart({ title, unit, categories, series, stacked = false }: BarChartProps) {
  const names = series.map(({ name }) => name)
  const points = categories.map((label, row) => ({
    label,
    ...Object.fromEntries(series.map(({ name, values }) => [name, values[row] ?? 0])),
  }))
  const rows = categories.map((label, row) => [label, ...series.map(({ values }) => values[row] ?? 0)])
  return (
    <ChartFrame title={title} unit={unit} names={names} head={['Group', ...names]} rows={rows}>
      <BarsDrawing points={points} names={names} stacked={stacked} />
    </ChartFrame>
  )
}
