// A short message about what was just done.
export interface ToastMessage {
  message: string
  tone?: 'info' | 'error'
  undo?: () => void
}
export type ShownToast = ToastMessage & { id: number }
