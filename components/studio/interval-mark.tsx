// A figure and its interval on a scale that all of a list share.
import type { EstimateDto } from '@/lib/schemas/run'

interface IntervalMarkProps {
  estimate: EstimateDto
  /** The right end of the scale, which begins at 0. */
  most: number
  tone?: 'strong' | 'plain'
}

/** Decoration: the same figures stand beside it in words. */
export function IntervalMark({ estimate: { value, low, high }, most, tone = 'plain' }: IntervalMarkProps) {
  const at = (x: number) => `${((100 * Math.max(0, x)) / most).toFixed(2)}%`
  const colour = tone === 'strong' ? 'var(--amber)' : 'var(--muted)'
  return (
    <svg className="h-4 w-full" aria-hidden="true" focusable="false">
      <line x1="0" x2="100%" y1="8" y2="8" stroke="var(--line)" />
      {low !== null && high !== null && (
        <line
          x1={at(low)}
          x2={at(high)}
          y1="8"
          y2="8"
          stroke={colour}
          strokeWidth="4"
          strokeLinecap="round"
          opacity="0.5"
        />
      )}
      <circle cx={at(value)} cy="8" r="4.5" fill={colour} />
    </svg>
  )
}
