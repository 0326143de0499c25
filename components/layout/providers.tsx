// What the client side of every page shares: how it fetches, where posters come from, toasts.
'use client'
import type { ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { PosterBaseProvider } from '../poster/poster-base'
import { ApiError, fetchJson } from '../shared/fetch-json'
import { ToastProvider } from '../ui/toast'

// A refusal stays a refusal; only what may pass is tried again.
const isTransient = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500

const swr = { fetcher: fetchJson, shouldRetryOnError: isTransient, errorRetryCount: 2, revalidateOnFocus: false }

export function Providers({ posterBase, children }: { posterBase: string | null; children: ReactNode }) {
  return (
    <SWRConfig value={swr}>
      <PosterBaseProvider value={posterBase}>
        <ToastProvider>{children}</ToastProvider>
      </PosterBaseProvider>
    </SWRConfig>
  )
}
