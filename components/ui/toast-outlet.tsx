// The visible list of toasts: reachable by F8, pausing under pointer and focus.
'use client'
import * as RadixToast from '@radix-ui/react-toast'
import { CloseIcon } from './icons'
import type { ShownToast } from './toast-message'

const SECONDS = 10

export function ToastOutlet({ toasts, onDismiss }: { toasts: ShownToast[]; onDismiss: (id: number) => void }) {
  return (
    <RadixToast.Provider duration={SECONDS * 1000} swipeDirection="right" label="Notification">
      {toasts.map((toast) => (
        <RadixToast.Root
          key={toast.id}
          type="background"
          className={toast.tone === 'error' ? 'toast toast-error' : 'toast'}
          onOpenChange={(open) => !open && onDismiss(toast.id)}
        >
          <RadixToast.Description className="mr-auto text-[15px] leading-snug">{toast.message}</RadixToast.Description>
          {toast.undo !== undefined && (
            <RadixToast.Action altText={`Undo: ${toast.message}`} className="btn btn-ghost btn-sm" onClick={toast.undo}>
              Undo
            </RadixToast.Action>
          )}
          <RadixToast.Close className="icon-btn" aria-label="Dismiss">
            <CloseIcon />
          </RadixToast.Close>
        </RadixToast.Root>
      ))}
      <RadixToast.Viewport className="toasts" label="Notifications ({hotkey})" />
    </RadixToast.Provider>
  )
}
