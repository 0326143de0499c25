// A link to another page of ours: a plain anchor. One listener (layout/page-links.tsx) follows all of them within the app,
// so that a page of two hundred links has no link to bring to life.
import type { ComponentProps } from 'react'

interface LinkProps extends ComponentProps<'a'> {
  href: string
  /** False where looking ahead is no use: an address that answers differently each time. */
  prefetch?: boolean
  /** False keeps the place on the page. */
  scroll?: boolean
}

export function Link({ prefetch = true, scroll = true, ...rest }: LinkProps) {
  return <a {...rest} data-page="" data-ahead={prefetch ? undefined : 'no'} data-scroll={scroll ? undefined : 'no'} />
}
