// How often a profile watches each genre, and how well it likes it: a table whose middle column is drawn.
'use client'
import type { UserDetail } from '@/lib/schemas/user'

const SHOWN = 6

export function GenreBars({ genres, nRatings }: { genres: UserDetail['genres']; nRatings: number }) {
  const shown = genres.slice(0, SHOWN)
  const most = Math.max(1, ...shown.map(({ count }) => count))
  return (
    <table className="w-full text-sm tabular-nums">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Genre</th>
          <th scope="col">Share of their ratings</th>
          <th scope="col">Mean stars</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ genre, count, mean }) => (
          <tr key={genre}>
            <th scope="row" className="w-28 py-1 text-left font-medium">
              {genre}
            </th>
            <td className="py-1">
              <div className="flex items-center gap-2">
                <svg
                  className="h-3 w-full fill-amber"
                  viewBox="0 0 100 12"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                  focusable="false"
                >
                  <rect className="fill-raised" width="100" height="12" rx="1" />
                  <rect width={(count / most) * 100} height="12" rx="1" />
                </svg>
                <span className="w-11 flex-none text-right text-muted">
                  {Math.round((100 * count) / Math.max(1, nRatings))} %
                </span>
              </div>
            </td>
            <td className="w-14 py-1 text-right text-amber">
              <span aria-hidden="true">★ </span>
              {mean.toFixed(1)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
