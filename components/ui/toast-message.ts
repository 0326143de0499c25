// A short message about what was just done.
export interface ToastMessage {
  /** What it speaks of: a later message about the same takes its place. */
  about?: string
  message: string
  tone?: 'info' | 'error'
  undo?: () => void
}
export type ShownToast = ToastMessage & { id: number }
