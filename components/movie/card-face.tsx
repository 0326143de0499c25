// The part all film cards share: the poster and, under it, title and year, as one link.
import type { MovieCard } from '@/lib/schemas/movie'
import { Poster } from '../poster/poster'
import { Link } from '../ui/link'

export function CardFace({ movie, priority = false }: { movie: MovieCard; priority?: boolean }) {
  return (
    <Link className="card-link" href={`/movies/${movie.id}`}>
      <Poster movie={movie} priority={priority} decorative />
      <span className="card-meta">
        <span>{movie.title}</span>
        {movie.year !== null && <span className="year">{movie.year}</span>}
      </span>
    </Link>
  )
}
