// "Pick a film": the way in by a film one loves.
'use client'
import { useId } from 'react'
import { FilmCombobox } from './film-combobox'

export function FilmPicker() {
  const heading = useId()
  return (
    <div className="panel">
      <h2 id={heading} className="mb-2.5 text-[15px] font-semibold">
        Pick a film
      </h2>
      <FilmCombobox label="Pick a film" labelledBy={heading} placeholder="Heat, Amélie, Parasite…" menuSide="left" />
      <p className="mt-2.5 text-sm text-muted">Films like it, by what they are about</p>
    </div>
  )
}
