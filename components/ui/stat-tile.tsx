// Figures with their names, side by side.
interface StatTilesProps {
  items: readonly { label: string; value: string | number; hint?: string }[]
}

export function StatTiles({ items }: StatTilesProps) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
      {items.map(({ label, value, hint }) => (
        <div key={label} className="panel flex flex-col-reverse justify-end">
          <dt className="text-sm text-muted">
            {label}
            {hint !== undefined && <span className="block">{hint}</span>}
          </dt>
          <dd className="font-display text-3xl leading-tight font-bold tabular-nums">
            {typeof value === 'number' ? value.toLocaleString('en-GB') : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
