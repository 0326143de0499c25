// Ten bars for the ratings ½ … 5, and the same as a table for those who do not see them.
'use client'
interface HistogramProps {
  /** Ratings per half-star step, 0.5 first. */
  counts: readonly number[]
  /** My own stars: their bar is lit. */
  mine?: number | null
  /** What is counted, e.g. "The crowd's ratings of Heat". */
  label: string
}

const STEP = 10.2
const BAR = 8.2
const TALL = 90

export function Histogram({ counts, mine = null, label }: HistogramProps) {
  const most = Math.max(...counts, 1)
  return (
    <div>
      <svg className="histogram" viewBox="0 0 100 92" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {counts.map((count, index) => {
          const height = count === 0 ? 0 : Math.max(2, (count / most) * TALL)
          const isMine = mine !== null && Math.round(mine * 2) === index + 1
          return (
            <rect
              key={index}
              className={isMine ? 'mine' : undefined}
              x={index * STEP}
              y={91 - height}
              width={BAR}
              height={height}
              rx="0.9"
            />
          )
        })}
        <rect className="base" x="0" y="91" width="100" height="1" />
      </svg>
      <div className="mt-1.5 flex justify-between text-xs text-muted" aria-hidden="true">
        <span>½</span>
        <span>5</span>
      </div>
      <div className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">Stars</th>
              <th scope="col">Ratings</th>
            </tr>
          </thead>
          <tbody>
            {counts.map((count, index) => (
              <tr key={index}>
                <th scope="row">{(index + 1) / 2}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
