// The frame around every page: skip link, header, the page itself, footer.
import type { ReactNode } from 'react'
import { Footer } from './footer'
import { Header } from './header'
import { Providers } from './providers'
import type { ShellFacts } from './shell-facts'
import type { Theme } from '@/lib/schemas/theme'

interface ShellProps {
  facts: ShellFacts
  theme: Theme
  children: ReactNode
}

export function Shell({ facts, theme, children }: ShellProps) {
  return (
    <Providers posterBase={facts.posterBase}>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <div className="shell">
        <Header nMovies={facts.nMovies} theme={theme} />
        <main id="main" className="wrap" tabIndex={-1}>
          {children}
        </main>
        <Footer synthetic={facts.synthetic} dataSet={facts.dataSet} />
      </div>
    </Providers>
  )
}
