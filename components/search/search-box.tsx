// The header's search: "/" leads to it from anywhere.
'use client'
import { useEffect, useRef } from 'react'
import { useMedia } from '../shared/use-media'
import { FilmSearch } from './film-search'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isRadio = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type === 'radio'

export function SearchBox({ nMovies }: { nMovies: number }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) && !isRadio(event.target)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  const isRoomy = useMedia('(min-width: 480px)')
  const placeholder = nMovies > 0 && isRoomy ? `Search ${nMovies.toLocaleString('en-GB')} films` : 'Search'
  return (
    <FilmSearch label="Search films" placeholder={placeholder} inputRef={input}>
      <kbd aria-hidden="true">/</kbd>
    </FilmSearch>
  )
}
