// Figures with their names, side by side.
interface StatTilesProps {
  items: readonly { label: string; value: string | number; hint?: string }[]
}

export function StatTiles({ items }: StatTilesProps) {
  return (
    <dl className="flex flex-wrap gap-3 *:flex-[1_1_9rem] lg:*:flex-[1_1_15rem]">
      {items.map(({ label, value, hint }) => (
        <div key={label} className="panel flex flex-col-reverse justify-end max-sm:p-4">
          <dt className="text-sm text-muted">
            {label}
            {hint !== undefined && <span className="block">{hint}</span>}
          </dt>
          <dd className="font-display text-2xl leading-tight sm:text-3xl font-bold tabular-nums">
            {typeof value === 'number' ? value.toLocaleString('en-GB') : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
