// Short messages about what was just done, with Undo; announced politely. The list itself is loaded with the first one.
'use client'
import { createContext, lazy, Suspense, useCallback, useContext, useState, type ReactNode } from 'react'
import type { ShownToast, ToastMessage } from './toast-message'

const ToastOutlet = lazy(() => import('./toast-outlet').then((module) => ({ default: module.ToastOutlet })))
/** More would cover the page; the oldest goes. */
const MOST = 3

const ToastContext = createContext<(toast: ToastMessage) => void>(() => undefined)
export const useToast = () => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [{ toasts, nextId }, setState] = useState<{ toasts: ShownToast[]; nextId: number }>({ toasts: [], nextId: 1 })
  const show = useCallback((toast: ToastMessage) => {
    setState((state) => ({
      // Of one thing only the last word counts: an older one's Undo would take back what came after it.
      toasts: [
        ...state.toasts.filter(({ about }) => about === undefined || about !== toast.about),
        { ...toast, id: state.nextId },
      ].slice(-MOST),
      nextId: state.nextId + 1,
    }))
  }, [])
  const dismiss = useCallback((id: number) => {
    setState((state) => ({ ...state, toasts: state.toasts.filter((toast) => toast.id !== id) }))
  }, [])
  return (
    <ToastContext.Provider value={show}>
      {children}
      {nextId > 1 && (
        <Suspense>
          <ToastOutlet toasts={toasts} onDismiss={dismiss} />
        </Suspense>
      )}
    </ToastContext.Provider>
  )
}
