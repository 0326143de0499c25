// A text field that suggests films as one types: the header's search and the hero's "Pick a film".
'use client'
import { useCombobox } from 'downshift'
import { useRouter } from 'next/navigation'
import { useLayoutEffect, useState, type ChangeEvent, type ComponentProps, type RefObject } from 'react'
import type { MovieListItem } from '@/lib/schemas/movie'
import { Poster } from '../poster/poster'
import { countOf } from '../shared/words'
import { SearchIcon } from '../ui/icons'
import type { FieldState, FilmSearchProps } from './film-search-props'
import { useFilmSearch } from './use-film-search'

/** Takes the plain field's place without the typist noticing. */
function useTakenOver(input: RefObject<HTMLInputElement | null>, { hasFocus, caret }: FieldState) {
  useLayoutEffect(() => {
    if (!hasFocus) return
    input.current?.focus({ preventScroll: true })
    input.current?.setSelectionRange(caret, caret)
  }, [input, hasFocus, caret])
}

export function FilmCombobox({
  label,
  placeholder,
  labelledBy,
  inputRef,
  menuSide = 'right',
  menuId,
  start,
  children,
}: FilmSearchProps & { menuId: string; start: FieldState }) {
  const router = useRouter()
  const [typed, setTyped] = useState(start.typed)
  useTakenOver(inputRef, start)
  const { items, total, error, isLoading, retry } = useFilmSearch(typed)
  const box = useCombobox<MovieListItem>({
    items,
    menuId,
    initialIsOpen: start.typed !== '',
    inputValue: typed,
    selectedItem: null,
    itemToString: (movie) => movie?.title ?? '',
    // Typing is taken from the field itself (below): told through here it comes a moment late, and quick letters are lost.
    onInputValueChange: ({ type }) => {
      if (type === useCombobox.stateChangeTypes.InputKeyDownEscape) setTyped('')
    },
    onSelectedItemChange: ({ selectedItem }) => {
      if (!selectedItem) return
      setTyped('')
      router.push(`/movies/${selectedItem.id}`)
    },
  })
  const { isOpen, highlightedIndex, getInputProps, getMenuProps, getItemProps, closeMenu } = box
  const open = isOpen && typed.trim() !== ''
  const names = labelledBy === undefined ? { 'aria-label': label } : { 'aria-labelledby': labelledBy }
  const submit = () => {
    closeMenu()
    router.push(`/browse?${new URLSearchParams({ q: typed.trim() })}`)
  }
  return (
    <form
      className="combo"
      role="search"
      aria-label={label}
      action="/browse"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== '' && highlightedIndex === -1) submit()
      }}
    >
      <div className="combo-field">
        <SearchIcon />
        <input
          {...getInputProps({
            ref: inputRef,
            'aria-label': undefined,
            'aria-labelledby': undefined,
            onChange: (event: ChangeEvent<HTMLInputElement>) => setTyped(event.currentTarget.value),
            onKeyDown: (event) => {
              // With nothing highlighted, Enter belongs to the form: all films that match.
              if (event.key === 'Enter' && highlightedIndex === -1)
                Object.assign(event.nativeEvent, { preventDownshiftDefault: true })
            },
          })}
          {...names}
          name="q"
          type="search"
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        {children}
      </div>
      <div className={`combo-menu ${menuSide === 'left' ? 'from-left' : ''} ${open ? '' : 'is-closed'}`}>
        <ul {...getMenuProps({ 'aria-label': 'Films', 'aria-labelledby': undefined })}>
          {open &&
            items.map((movie, index) => (
              <FilmOption key={movie.id} movie={movie} {...getItemProps({ item: movie, index })} />
            ))}
        </ul>
        {open && <MenuNote n={items.length} isLoading={isLoading} error={error} onRetry={retry} />}
        {open && items.length > 0 && total > items.length && (
          <button
            type="button"
            tabIndex={-1}
            className="link w-full px-3 py-2 text-left text-sm"
            onMouseDown={(event) => event.preventDefault()}
            onClick={submit}
          >
            See all {countOf(total, 'film', 'films')}
          </button>
        )}
      </div>
    </form>
  )
}

function FilmOption({ movie, ...rest }: { movie: MovieListItem } & ComponentProps<'li'>) {
  return (
    <li className="combo-option" {...rest}>
      <Poster movie={movie} size="mini" decorative />
      <span className="font-medium">{movie.title}</span>
      <span className="text-sm text-muted">{movie.year}</span>
    </li>
  )
}

interface MenuNoteProps {
  n: number
  isLoading: boolean
  error: Error | undefined
  onRetry: () => void
}

function MenuNote({ n, isLoading, error, onRetry }: MenuNoteProps) {
  if (error !== undefined)
    return (
      <p className="combo-note" role="alert">
        {error.message}{' '}
        <button type="button" className="link" onMouseDown={(event) => event.preventDefault()} onClick={onRetry}>
          Try again
        </button>
      </p>
    )
  if (n > 0) return null
  return <p className="combo-note">{isLoading ? 'Searching…' : 'No film of that name. Try fewer letters.'}</p>
}
