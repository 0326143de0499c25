// What a search for films is given, and what is handed over when its suggestions have come.
import type { ReactNode, RefObject } from 'react'

export interface FilmSearchProps {
  label: string
  placeholder: string
  /** The visible label's element, where there is one. */
  labelledBy?: string
  inputRef: RefObject<HTMLInputElement | null>
  menuSide?: 'left' | 'right'
  children?: ReactNode
}

/** What a text field holds at one moment. */
export interface FieldState {
  typed: string
  hasFocus: boolean
  /** Position in characters from the start. */
  caret: number
}
