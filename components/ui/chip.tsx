// Short facts, alone or as links.
import { Children, type ReactNode } from 'react'
import { Link } from './link'

export function Chip({ on = false, href, children }: { on?: boolean; href?: string; children: ReactNode }) {
  const classes = on ? 'chip chip-on' : 'chip'
  if (href === undefined) return <span className={classes}>{children}</span>
  return (
    <Link className={classes} href={href}>
      {children}
    </Link>
  )
}

export function Chips({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className="flex flex-wrap gap-1.5" aria-label={label}>
      {Children.map(children, (child) => child !== null && child !== false && <li>{child}</li>)}
    </ul>
  )
}
