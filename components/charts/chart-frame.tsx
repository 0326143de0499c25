// What every chart stands in: its title, its legend in words, and the same figures as a table.
'use client'
import type { ReactNode } from 'react'
import { DataTable } from '../ui/data-table'

export const SERIES_COLOURS = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'] as const
const LEGEND_CLASSES = ['fill-(--series-1)', 'fill-(--series-2)', 'fill-(--series-3)', 'fill-(--series-4)'] as const

interface ChartFrameProps {
  title: string
  unit?: string
  names: readonly string[]
  head: readonly string[]
  rows: readonly (readonly (string | number)[])[]
  children: ReactNode
}

export function ChartFrame({ title, unit, names, head, rows, children }: ChartFrameProps) {
  return (
    <figure className="panel grid gap-3">
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="font-semibold">{title}</span>
        {unit !== undefined && <span className="text-sm text-muted">{unit}</span>}
        {names.length > 1 && (
          <ul className="ml-auto flex flex-wrap gap-3 text-sm text-muted">
            {names.map((name, index) => (
              <li key={name} className="flex items-center gap-1.5">
                <svg
                  className={`size-2.5 ${LEGEND_CLASSES[index % LEGEND_CLASSES.length]}`}
                  viewBox="0 0 10 10"
                  aria-hidden="true"
                  focusable="false"
                >
                  <rect width="10" height="10" rx="2" />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      {rows.length === 0 ? (
        <p className="chart-box grid place-items-center text-muted">Nothing has happened yet.</p>
      ) : (
        <>
          {/* The drawing repeats the table below it. */}
          <div className="chart-box" aria-hidden="true">
            {children}
          </div>
          <details>
            <summary className="link w-fit py-1 text-sm">Show the figures</summary>
            <div className="max-h-80 overflow-y-auto pt-2">
              <DataTable caption={title} captionHidden head={head} rows={rows} />
            </div>
          </details>
        </>
      )}
    </figure>
  )
}
