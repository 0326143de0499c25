// Values over steps, one line for each series: learning curves.
import { ChartFrame } from './chart-frame'
import { CurvesDrawing } from './lazy-charts'

interface CurveChartProps {
  title: string
  series: readonly { name: string; points: readonly { step: number; value: number }[] }[]
}

export function CurveChart({ title, series }: CurveChartProps) {
  const names = series.map(({ name }) => name)
  const steps = [...new Set(series.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b)
  const values = series.map(({ points }) => new Map(points.map(({ step, value }) => [step, value])))
  const points = steps.map((step) => ({
    label: step,
    ...Object.fromEntries(
      names.flatMap((name, index) => {
        const value = values[index].get(step)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }))
  const rows = steps.map((step) => [step, ...values.map((own) => own.get(step)?.toPrecision(5) ?? '–')])
  return (
    <ChartFrame title={title} unit="by step" names={names} head={['Step', ...names]} rows={rows}>
      <CurvesDrawing points={points} names={names} />
    </ChartFrame>
  )
}
