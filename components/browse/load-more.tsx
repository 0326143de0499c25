// How a long list goes on: by itself as its end comes near, or by a button.
'use client'
import { useEffect, useEffectEvent, type RefObject } from 'react'
import { Button } from '../ui/button'

/** Fetch before the end is seen. */
const AHEAD = '600px'

/** Calls `onNear` whenever the element is near the window while `isWaiting`. */
export function useNear(element: RefObject<HTMLElement | null>, isWaiting: boolean, onNear: () => void) {
  const near = useEffectEvent(onNear)
  useEffect(() => {
    if (!isWaiting || element.current === null) return
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && near(), { rootMargin: AHEAD })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, isWaiting])
}

export function LoadMore({ isLoading, onMore }: { isLoading: boolean; onMore?: () => void }) {
  return (
    <div className="flex justify-center pt-8">
      <Button variant="quiet" onClick={onMore} disabled={isLoading}>
        {isLoading ? 'Loading…' : 'Load more'}
      </Button>
    </div>
  )
}
