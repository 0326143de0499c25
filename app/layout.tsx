// The document: typefaces, theme, and the frame around every page.
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Shell } from '@/components/layout/shell'
import type { ShellFacts } from '@/components/layout/shell-facts'
import { parseTheme, THEME_COOKIE } from '@/lib/schemas/theme'
import { isAppError } from '@/lib/errors/app-error'
import { describeCrowd } from '@/lib/services/people/get-user'
import { requireHost } from '@/lib/services/host/host'
import { fontClasses } from './fonts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Marquee', template: '%s · Marquee' },
  description: 'A movie recommender you run yourself: it learns from a crowd and from you, and says why.',
  applicationName: 'Marquee',
  icons: { icon: '/icon.svg' },
  manifest: '/manifest.webmanifest',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#100c0a' },
    { media: '(prefers-color-scheme: light)', color: '#faf6ef' },
  ],
}

/** While the catalogue is still being loaded the frame stands all the same, so that the page's own error shows inside it. */
async function readShellFacts(): Promise<ShellFacts> {
  try {
    const host = await requireHost()
    const { nMovies, synthetic, dataSet } = describeCrowd(host)
    return { nMovies, synthetic, dataSet, posterBase: host.config.posterHost }
  } catch (error) {
    if (isAppError(error) && error.code === 'not_ready')
      return { nMovies: 0, synthetic: false, dataSet: '', posterBase: null }
    throw error
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The content security policy's nonce is made anew for every request: no page may be rendered at build time.
  await connection()
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html
      lang="en"
      className={fontClasses}
      data-theme={theme === 'system' ? undefined : theme}
      suppressHydrationWarning
    >
      <body>
        <Shell facts={await readShellFacts()} theme={theme}>
          {children}
        </Shell>
      </body>
    </html>
  )
}
