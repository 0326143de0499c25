// The film's pages at TMDb and IMDb.
import type { MovieDetail } from '@/lib/schemas/movie'

export function ElsewhereLinks({ movie }: { movie: Pick<MovieDetail, 'title' | 'tmdbId' | 'imdbId'> }) {
  const links = [
    movie.tmdbId !== null && { name: 'TMDb', href: `https://www.themoviedb.org/movie/${movie.tmdbId}` },
    movie.imdbId !== null && { name: 'IMDb', href: `https://www.imdb.com/title/${encodeURIComponent(movie.imdbId)}/` },
  ].filter((link) => link !== false)
  if (!links.length) return null
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 text-[15px] text-muted">
      Elsewhere:
      {links.map(({ name, href }) => (
        <a key={name} className="link inline-block py-1" href={href} rel="noreferrer" target="_blank">
          {name}
          <span className="visually-hidden"> page of {movie.title} (opens in a new tab)</span>
        </a>
      ))}
    </p>
  )
}
