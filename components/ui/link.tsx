// A link to another page of ours that fetches ahead when somebody turns to it, not when it comes into view:
// a page of forty films would else ask for all of them, and for the scripts of pages nobody opens.
'use client'
import NextLink from 'next/link'
import { useState, type ComponentProps } from 'react'

export function Link({ prefetch, onPointerEnter, onFocus, onTouchStart, ...rest }: ComponentProps<typeof NextLink>) {
  const [isNear, setNear] = useState(false)
  // `null` is Next's own choice of what to fetch ahead.
  const ahead = prefetch === false || !isNear ? false : null
  return (
    <NextLink
      {...rest}
      prefetch={ahead}
      onPointerEnter={(event) => {
        setNear(true)
        onPointerEnter?.(event)
      }}
      onTouchStart={(event) => {
        setNear(true)
        onTouchStart?.(event)
      }}
      onFocus={(event) => {
        setNear(true)
        onFocus?.(event)
      }}
    />
  )
}
