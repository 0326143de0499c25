// Five stars in half steps: a group of radio buttons, with a way to clear it.
'use client'
import { useState } from 'react'
import { STAR_PATH } from '../ui/icons'
import { starsWords } from '../shared/words'
import { useRating } from './use-rating'

const STEPS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5] as const

interface StarFieldProps {
  /** Distinguishes the groups of one page. */
  name: string
  title: string
  stars: number | null
  onChange: (stars: number) => void
  size?: 'md' | 'lg'
}

export function StarField({ name, title, stars, onChange, size = 'md' }: StarFieldProps) {
  const [preview, setPreview] = useState<number | null>(null)
  const lit = preview ?? stars ?? 0
  return (
    <fieldset onPointerLeave={() => setPreview(null)}>
      <legend className="visually-hidden">Your rating of {title}</legend>
      <div className={size === 'lg' ? 'star-rating is-large' : 'star-rating'}>
        {STEPS.map((step) => (
          <label
            key={step}
            className={step <= lit ? 'is-lit' : undefined}
            title={`${starsWords(step)} of 5`}
            onPointerEnter={(event) => event.pointerType === 'mouse' && setPreview(step)}
          >
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              value={step}
              checked={stars === step}
              onChange={() => {
                setPreview(null)
                onChange(step)
              }}
            />
            <span className="visually-hidden">{step === 1 ? '1 star' : `${step} stars`}</span>
            <svg
              viewBox={step % 1 === 0 ? '12 1 12 22' : '0 1 12 22'}
              preserveAspectRatio={step % 1 === 0 ? 'xMinYMid' : 'xMaxYMid'}
              aria-hidden="true"
              focusable="false"
            >
              <path d={STAR_PATH} />
            </svg>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface StarRatingProps {
  movieId: number
  title: string
  initialStars: number | null
  size?: 'md' | 'lg'
}

export function StarRating({ movieId, title, initialStars, size = 'md' }: StarRatingProps) {
  const { stars, rate } = useRating(movieId, title, initialStars)
  return (
    <div>
      <StarField name={`stars-${movieId}`} title={title} stars={stars} onChange={rate} size={size} />
      <p className="flex min-h-8 items-center gap-1 text-sm text-muted">
        {stars === null ? (
          'Not rated yet'
        ) : (
          <>
            {starsWords(stars)} of 5<span aria-hidden="true">·</span>
            <button type="button" className="link min-h-6" onClick={() => rate(null)}>
              clear<span className="visually-hidden"> your rating of {title}</span>
            </button>
          </>
        )}
      </p>
    </div>
  )
}
