// The films I have rated, newest first, with my stars.
import type { RatingDto } from '@/lib/schemas/rating'
import { BareMovieCard } from '../movie/plain-movie-card'
import { Stars } from '../rating/stars'

export function RatedList({ ratings }: { ratings: readonly RatingDto[] }) {
  return (
    <ul className="grid-films">
      {ratings.map(({ movie, stars }) => (
        <li key={movie.id}>
          <BareMovieCard movie={movie} note={<Stars value={stars} />} />
        </li>
      ))}
    </ul>
  )
}
