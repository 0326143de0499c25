// The board over every page: the name, the way round, search and theme.
import { SearchBox } from '../search/search-box'
import { MainNav } from './main-nav'
import type { Theme } from '@/lib/schemas/theme'
import { ThemeToggle } from './theme-toggle'
import { Link } from '../ui/link'

export function Header({ nMovies, theme }: { nMovies: number; theme: Theme }) {
  return (
    <header className="top">
      <div className="wrap bar">
        <Link className="mark" href="/" aria-label="Marquee, home">
          MARQUEE
        </Link>
        <MainNav />
        <SearchBox nMovies={nMovies} />
        <ThemeToggle initial={theme} />
      </div>
    </header>
  )
}
