// "Pick a film": the way in by a film one loves.
'use client'
import { useId, useRef } from 'react'
import { FilmSearch } from './film-search'

export function FilmPicker() {
  const heading = useId()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="panel">
      <h2 id={heading} className="mb-2.5 text-[15px] font-semibold">
        Pick a film
      </h2>
      <FilmSearch
        label="Pick a film"
        labelledBy={heading}
        placeholder="Heat, Amélie, Parasite…"
        menuSide="left"
        inputRef={input}
      />
      <p className="mt-2.5 text-sm text-muted">Films like it, by what they are about</p>
    </div>
  )
}
