// What the client side of every page shares: where posters come from, toasts.
'use client'
import type { ReactNode } from 'react'
import { PosterBaseProvider } from '../poster/poster-base'
import { ToastProvider } from '../ui/toast'

export function Providers({ posterBase, children }: { posterBase: string | null; children: ReactNode }) {
  return (
    <PosterBaseProvider value={posterBase}>
      <ToastProvider>{children}</ToastProvider>
    </PosterBaseProvider>
  )
}
