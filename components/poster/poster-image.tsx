// The photographed poster over the drawn one: fades in when it has come, and goes away when it cannot.
'use client'
import { usePosterBase } from './poster-base'
import { useImage } from './use-image'

const WIDTHS = [185, 342, 500] as const

export const POSTER_SIZES = {
  mini: '48px',
  card: '(min-width: 1240px) 184px, (min-width: 768px) 24vw, 42vw',
  hero: '(min-width: 1024px) 262px, 172px',
  page: '(min-width: 1024px) 300px, 200px',
} as const
export type PosterSize = keyof typeof POSTER_SIZES

export function PosterImage({ path, size, priority }: { path: string; size: PosterSize; priority: boolean }) {
  const base = usePosterBase()
  const { state, handlers } = useImage(priority ? 'shown' : 'pending')
  if (base === null || state === 'failed') return null
  const address = (width: number) => `${base}/t/p/w${width}${path}`
  return (
    <img
      {...handlers}
      className={state === 'shown' ? 'poster-image is-shown' : 'poster-image'}
      src={address(342)}
      srcSet={WIDTHS.map((width) => `${address(width)} ${width}w`).join(', ')}
      sizes={POSTER_SIZES[size]}
      alt=""
      width={342}
      height={513}
      loading={priority ? 'eager' : 'lazy'}
      fetchPriority={priority ? 'high' : 'auto'}
      decoding="async"
    />
  )
}
