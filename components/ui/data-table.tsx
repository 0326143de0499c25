// A plain table that scrolls sideways where it must; the words behind every chart.
interface DataTableProps {
  caption: string
  head: readonly string[]
  rows: readonly (readonly (string | number)[])[]
  captionHidden?: boolean
}

const show = (value: string | number) => (typeof value === 'number' ? value.toLocaleString('en-GB') : value)

export function DataTable({ caption, head, rows, captionHidden = false }: DataTableProps) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table">
        <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) =>
                column === 0 ? (
                  <th key={column} scope="row" className="font-medium">
                    {typeof value === 'number' ? value : show(value)}
                  </th>
                ) : (
                  <td key={column}>{show(value)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
