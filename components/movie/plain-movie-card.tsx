// A film that nobody recommends just now: poster and what the crowd thinks, or a note of the page's own.
import type { ReactNode } from 'react'
import type { MovieCard, MovieListItem } from '@/lib/schemas/movie'
import { meanWords } from '../shared/words'
import { CardFace } from './card-face'

export function BareMovieCard({ movie, note, priority }: { movie: MovieCard; note?: ReactNode; priority?: boolean }) {
  return (
    <article className="card">
      <CardFace movie={movie} priority={priority} />
      {note !== undefined && <div className="card-note">{note}</div>}
    </article>
  )
}

export function PlainMovieCard({ movie, priority }: { movie: MovieListItem; priority?: boolean }) {
  return <BareMovieCard movie={movie} priority={priority} note={meanWords(movie.stats)} />
}
