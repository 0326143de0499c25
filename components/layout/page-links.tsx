// Follows the links between our pages without leaving the app, and fetches ahead when somebody turns to one. One listener for
// the document: before it is there, and without scripts, the same links are followed by the browser.
'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const linkAt = (event: Event) =>
  event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-page]') : null

const addressOf = ({ pathname, search, hash }: HTMLAnchorElement) => `${pathname}${search}${hash}`

/** Another tab, another window, a download: what the browser does with them is meant. */
const isForTheBrowser = (event: MouseEvent, link: HTMLAnchorElement) =>
  event.defaultPrevented ||
  event.button !== 0 ||
  event.metaKey ||
  event.ctrlKey ||
  event.shiftKey ||
  event.altKey ||
  (link.target !== '' && link.target !== '_self') ||
  link.hasAttribute('download')

export function PageLinks() {
  const router = useRouter()
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = linkAt(event)
      if (link === null || isForTheBrowser(event, link)) return
      event.preventDefault()
      router.push(addressOf(link), { scroll: link.dataset.scroll !== 'no' })
    }
    let last: HTMLAnchorElement | null = null
    const lookAhead = (event: Event) => {
      const link = linkAt(event)
      // The pointer crosses many parts of one link.
      if (link === null || link === last || link.dataset.ahead === 'no') return
      last = link
      router.prefetch(addressOf(link))
    }
    const turning = ['pointerover', 'focusin', 'touchstart'] as const
    document.addEventListener('click', follow)
    for (const name of turning) document.addEventListener(name, lookAhead, { passive: true })
    return () => {
      document.removeEventListener('click', follow)
      for (const name of turning) document.removeEventListener(name, lookAhead)
    }
  }, [router])
  return null
}
