// Stars that somebody has given, to read.
'use client'
import { STAR_PATH } from '../ui/icons'

export function Stars({ value }: { value: number }) {
  return (
    <span className="stars-line align-[-2px]" role="img" aria-label={`${value} of 5 stars`}>
      {[1, 2, 3, 4, 5].map((star) => {
        const share = Math.min(1, Math.max(0, value - star + 1))
        return (
          <svg key={star} viewBox="1 1 22 22" aria-hidden="true" focusable="false">
            <path className="empty" d={STAR_PATH} />
            {share > 0 && (
              <svg width={1 + 22 * share} height="24" viewBox={`0 0 ${1 + 22 * share} 24`}>
                <path d={STAR_PATH} />
              </svg>
            )}
          </svg>
        )
      })}
    </span>
  )
}
