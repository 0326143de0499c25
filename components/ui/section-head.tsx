// The heading of a section: what it is, why it is here, where there is more.
import type { ReactNode } from 'react'
import { Link } from './link'

interface SectionHeadProps {
  title: string
  why?: string
  href?: string
  hrefLabel?: string
  id?: string
  children?: ReactNode
}

export function SectionHead({ title, why, href, hrefLabel = 'See all', id, children }: SectionHeadProps) {
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-3.5 gap-y-1">
      <h2 id={id} className="section-title">
        {title}
      </h2>
      {why !== undefined && <p className="text-[15px] text-muted max-sm:order-last max-sm:basis-full">{why}</p>}
      <div className="ml-auto flex items-center gap-2">
        {href !== undefined && (
          <Link className="link inline-block py-1 text-[15px]" href={href}>
            {hrefLabel}
            <span className="visually-hidden">: {title}</span>
          </Link>
        )}
        {children}
      </div>
    </div>
  )
}
