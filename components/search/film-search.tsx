// A search for films that costs a page little: the suggestions are loaded once somebody turns to the field.
'use client'
import { useId, useState } from 'react'
import { SearchIcon } from '../ui/icons'
import type { FieldState, FilmSearchProps } from './film-search-props'
import type { FilmCombobox } from './film-combobox'

/** What stands in the field when the suggestions take it over, so that no letter and no caret is lost. */
function stateOf(input: HTMLInputElement | null): FieldState {
  if (input === null) return { typed: '', hasFocus: false, caret: 0 }
  return {
    typed: input.value,
    hasFocus: document.activeElement === input,
    caret: input.selectionStart ?? input.value.length,
  }
}

export function FilmSearch(props: FilmSearchProps) {
  const { inputRef } = props
  const menuId = useId()
  const [full, setFull] = useState<{ Combobox: typeof FilmCombobox; start: FieldState } | null>(null)
  const load = async () => {
    const { FilmCombobox: Combobox } = await import('./film-combobox')
    const take = () => setFull((before) => before ?? { Combobox, start: stateOf(inputRef.current) })
    const input = inputRef.current
    // Letters that are still being composed would be lost with the field.
    if (input?.dataset.composing === undefined) take()
    else input.addEventListener('compositionend', () => setTimeout(take), { once: true })
  }
  if (full !== null) return <full.Combobox {...props} menuId={menuId} start={full.start} />
  // Without its suggestions (the network may be gone) the field still leads to all films that match.
  return <PlainSearch {...props} menuId={menuId} onNear={() => void load().catch(() => undefined)} />
}

/** Works by itself too: Enter shows all films that match. */
function PlainSearch({
  label,
  labelledBy,
  placeholder,
  inputRef,
  children,
  menuId,
  onNear,
}: FilmSearchProps & { menuId: string; onNear: () => void }) {
  const names = labelledBy === undefined ? { 'aria-label': label } : { 'aria-labelledby': labelledBy }
  return (
    <form className="combo" role="search" aria-label={label} action="/browse" onPointerEnter={onNear} onFocus={onNear}>
      <div className="combo-field">
        <SearchIcon />
        <input
          {...names}
          ref={inputRef}
          role="combobox"
          aria-expanded={false}
          aria-controls={menuId}
          aria-autocomplete="list"
          name="q"
          type="search"
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          onCompositionStart={(event) => (event.currentTarget.dataset.composing = '')}
          onCompositionEnd={(event) => delete event.currentTarget.dataset.composing}
        />
        {children}
      </div>
    </form>
  )
}
