// A titled row of films that scrolls sideways where it must.
'use client'
import { Children, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { IconButton } from '../ui/button'
import { ChevronLeftIcon, ChevronRightIcon } from '../ui/icons'
import { SectionHead } from '../ui/section-head'

interface MovieRowProps {
  title: string
  why?: string
  href?: string
  hrefLabel?: string
  /** Cards side by side on a desktop. */
  columns?: 6 | 3
  children: ReactNode
}

interface Edges {
  scrolls: boolean
  atStart: boolean
  atEnd: boolean
}

const edgesOf = (element: HTMLElement): Edges => ({
  scrolls: element.scrollWidth > element.clientWidth + 2,
  atStart: element.scrollLeft <= 2,
  atEnd: element.scrollLeft + element.clientWidth >= element.scrollWidth - 2,
})
const same = (a: Edges, b: Edges) => a.scrolls === b.scrolls && a.atStart === b.atStart && a.atEnd === b.atEnd

export function MovieRow({ title, why, href, hrefLabel, columns = 6, children }: MovieRowProps) {
  const heading = useId()
  const list = useRef<HTMLUListElement>(null)
  // As it will be on a desktop, so that the heading does not move once it is measured.
  const scrolls = Children.count(children) > columns
  const [edges, setEdges] = useState<Edges>({ scrolls, atStart: true, atEnd: !scrolls })
  useEffect(() => {
    const element = list.current
    if (element === null) return
    const update = () => setEdges((before) => (same(before, edgesOf(element)) ? before : edgesOf(element)))
    const observer = new ResizeObserver(update)
    observer.observe(element)
    element.addEventListener('scroll', update, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', update)
    }
  }, [])
  const turn = (direction: 1 | -1) =>
    list.current?.scrollBy({ left: direction * list.current.clientWidth * 0.9, behavior: 'smooth' })
  return (
    <section className="row" aria-labelledby={heading}>
      <SectionHead id={heading} title={title} why={why} href={href} hrefLabel={hrefLabel}>
        {edges.scrolls && (
          <div className="-my-1 -mr-2.5 hidden lg:flex">
            <IconButton label={`Earlier in ${title}`} disabled={edges.atStart} onClick={() => turn(-1)}>
              <ChevronLeftIcon />
            </IconButton>
            <IconButton label={`Later in ${title}`} disabled={edges.atEnd} onClick={() => turn(1)}>
              <ChevronRightIcon />
            </IconButton>
          </div>
        )}
      </SectionHead>
      {/* What scrolls can be reached and scrolled by keyboard too. */}
      <ul
        ref={list}
        className={`scroller scroller-${columns}`}
        aria-labelledby={heading}
        tabIndex={edges.scrolls ? 0 : undefined}
      >
        {Children.map(children, (child) => (
          <li>{child}</li>
        ))}
      </ul>
    </section>
  )
}
