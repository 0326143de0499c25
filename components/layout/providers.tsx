// What the client side of every page shares: where posters come from, toasts, following links.
'use client'
import type { ReactNode } from 'react'
import { PosterBaseProvider } from '../poster/poster-base'
import { ToastProvider } from '../ui/toast'
import { PageLinks } from './page-links'

export function Providers({ posterBase, children }: { posterBase: string | null; children: ReactNode }) {
  return (
    <PosterBaseProvider value={posterBase}>
      <PageLinks />
      <ToastProvider>{children}</ToastProvider>
    </PosterBaseProvider>
  )
}
