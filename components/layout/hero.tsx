// Home's first view: the question, two ways in, and three films under the lights.
import type { MovieCard } from '@/lib/schemas/movie'
import { Poster } from '../poster/poster'
import { FilmPicker } from '../search/film-picker'
import { UserPicker } from '../search/user-picker'
import { titleAndYear } from '../shared/words'
import { Link } from '../ui/link'

interface HeroProps {
  heroes: readonly MovieCard[]
  nMovies: number
  crowd: { firstUserId: number; lastUserId: number }
}

export function Hero({ heroes, nMovies, crowd }: HeroProps) {
  return (
    <section className="hero" aria-labelledby="hero-title">
      <div>
        <h1 id="hero-title">
          What shall we <em>watch</em> tonight?
        </h1>
        <p className="lead mt-4.5 mb-6.5 max-w-[46ch]">
          Start from one of {nMovies.toLocaleString('en-GB')} films, or from somebody’s taste. Every suggestion says why
          it is here.
        </p>
        <div className="ways">
          <FilmPicker />
          <UserPicker first={crowd.firstUserId} last={crowd.lastUserId} />
        </div>
      </div>
      <div className="stack">
        {heroes.slice(0, 3).map((movie) => (
          <Link key={movie.id} href={`/movies/${movie.id}`} aria-label={titleAndYear(movie)}>
            <Poster movie={movie} size="hero" priority decorative />
          </Link>
        ))}
      </div>
    </section>
  )
}
