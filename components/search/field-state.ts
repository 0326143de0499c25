// What a text field holds at one moment.
export interface FieldState {
  typed: string
  hasFocus: boolean
  /** Position in characters from the start. */
  caret: number
}
