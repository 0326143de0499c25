// Counts per day, one line for each series.
import type { DayCount } from '@/lib/schemas/studio'
import { ChartFrame } from './chart-frame'
import { LinesDrawing } from './lazy-charts'

interface TimeSeriesChartProps {
  title: string
  unit?: string
  series: readonly { name: string; points: readonly DayCount[] }[]
}

export function TimeSeriesChart({ title, unit, series }: TimeSeriesChartProps) {
  const days = [...new Set(series.flatMap(({ points }) => points.map(({ day }) => day)))].sort()
  const counts = series.map(({ points }) => new Map(points.map(({ day, count }) => [day, count])))
  const names = series.map(({ name }) => name)
  const points = days.map((day) => ({
    label: day,
    ...Object.fromEntries(names.map((name, index) => [name, counts[index].get(day) ?? 0])),
  }))
  const rows = days.map((day) => [day, ...counts.map((count) => count.get(day) ?? 0)])
  return (
    <ChartFrame title={title} unit={unit} names={names} head={['Day', ...names]} rows={rows}>
      <LinesDrawing points={points} names={names} />
    </ChartFrame>
  )
}
