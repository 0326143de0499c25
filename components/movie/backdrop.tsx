// A still of the film behind the top of its page: decoration, faded so that the text on it stays readable.
'use client'
import { usePosterBase } from '../poster/poster-base'
import { useImage } from '../poster/use-image'

const WIDTHS = [780, 1280] as const

export function Backdrop({ path }: { path: string }) {
  const base = usePosterBase()
  const { state, handlers } = useImage()
  if (base === null || state === 'failed') return null
  const address = (width: number) => `${base}/t/p/w${width}${path}`
  return (
    <div className={state === 'shown' ? 'backdrop is-shown' : 'backdrop'} aria-hidden="true">
      <img
        {...handlers}
        src={address(WIDTHS[0])}
        srcSet={WIDTHS.map((width) => `${address(width)} ${width}w`).join(', ')}
        sizes="100vw"
        alt=""
        width={1280}
        height={720}
        decoding="async"
        fetchPriority="low"
      />
    </div>
  )
}
