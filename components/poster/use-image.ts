// Whether an image has come: shown when it has, gone when it cannot.
'use client'
import { useCallback, useState } from 'react'

export type ImageState = 'pending' | 'shown' | 'failed'

export function useImage(initial: ImageState = 'pending') {
  const [state, setState] = useState<ImageState>(initial)
  // The image may have come, or failed, before this code ran: then neither event will be heard.
  const ref = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.currentSrc) setState(image.naturalWidth === 0 ? 'failed' : 'shown')
  }, [])
  return { state, handlers: { ref, onLoad: () => setState('shown'), onError: () => setState('failed') } }
}
