// Curves sorted for drawing: one chart for each name, one line for each run.
import type { CurvePoint } from '@/lib/schemas/run'

export interface Curve {
  title: string
  series: { name: string; points: CurvePoint[] }[]
}

export function curvesOf(runs: readonly { name: string; points: readonly CurvePoint[] }[]): Curve[] {
  const titles = [...new Set(runs.flatMap(({ points }) => points.map(({ name }) => name)))]
  return titles.map((title) => ({
    title,
    series: runs
      .map(({ name, points }) => ({ name, points: points.filter((point) => point.name === title) }))
      .filter(({ points }) => points.length > 0),
  }))
}
