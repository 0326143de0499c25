// The charts themselves, drawn by recharts in the theme's colours.
'use client'
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { SERIES_COLOURS } from './chart-frame'

export type Point = Record<string, string | number>

interface DrawingProps {
  points: Point[]
  names: readonly string[]
}

const axis = { stroke: 'var(--line)', tickLine: false, tick: { fill: 'var(--muted)', fontSize: 12 } }
const tooltip = {
  contentStyle: {
    background: 'var(--raised)',
    border: '1px solid var(--edge)',
    borderRadius: 10,
    color: 'var(--text)',
    fontSize: 14,
  },
  labelStyle: { color: 'var(--muted)' },
  cursor: { fill: 'var(--raised)', stroke: 'var(--edge)' },
  isAnimationActive: false,
}
const margin = { top: 6, right: 8, bottom: 0, left: -14 }
const colourOf = (index: number) => SERIES_COLOURS[index % SERIES_COLOURS.length]

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** "2026-11-07" → "7 Nov" */
const dayWords = (day: string) => dayFormat.format(new Date(`${day}T00:00Z`))

export function LinesDrawing({ points, names }: DrawingProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={points} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="label" minTickGap={40} tickFormatter={dayWords} {...axis} />
        <YAxis allowDecimals={false} axisLine={false} {...axis} />
        <Tooltip {...tooltip} labelFormatter={(label) => dayWords(String(label))} />
        {names.map((name, index) => (
          <Area
            key={name}
            dataKey={name}
            type="monotone"
            stroke={colourOf(index)}
            strokeWidth={2}
            fill={colourOf(index)}
            fillOpacity={0.12}
            dot={points.length < 3}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  )
}

/** Steps on a scale of numbers; a series may lack some of them. */
export function CurvesDrawing({ points, names }: DrawingProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={points} margin={{ ...margin, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="label" type="number" domain={['dataMin', 'dataMax']} {...axis} />
        <YAxis domain={['auto', 'auto']} width={56} axisLine={false} {...axis} />
        <Tooltip {...tooltip} labelFormatter={(label) => `step ${label}`} />
        {names.map((name, index) => (
          <Line
            key={name}
            dataKey={name}
            stroke={colourOf(index)}
            strokeWidth={2}
            dot={points.length < 3}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}

export function BarsDrawing({ points, names, stacked }: DrawingProps & { stacked: boolean }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={points} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="label" {...axis} />
        <YAxis allowDecimals={false} axisLine={false} {...axis} />
        <Tooltip {...tooltip} />
        {names.map((name, index) => (
          <Bar
            key={name}
            dataKey={name}
            fill={colourOf(index)}
            stackId={stacked ? 'all' : undefined}
            maxBarSize={48}
            radius={stacked ? 0 : 3}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
