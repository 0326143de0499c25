// The people whose taste is nearest, and the films that show it.
import type { NeighbourDto } from '@/lib/schemas/user'
import { Poster } from '../poster/poster'
import { countOf, titleAndYear } from '../shared/words'
import { Link } from '../ui/link'

const MOST_FILMS = 5

export function NeighbourList({ neighbours }: { neighbours: readonly NeighbourDto[] }) {
  return (
    <ol className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
      {neighbours.map(({ userId, similarity, common, bothLoved }) => (
        <li key={userId} className="panel drawn-near grid content-start gap-2.5">
          <div className="flex items-baseline justify-between gap-3">
            <Link
              className="inline-block py-0.5 font-display text-xl font-bold hover:underline"
              href={`/users/${userId}`}
            >
              User {userId}
            </Link>
            <span className="text-sm text-muted">
              similarity <b className="text-text">{similarity.toFixed(2)}</b>
            </span>
          </div>
          <p className="text-sm text-muted">
            {countOf(common, 'film', 'films')} rated by both{bothLoved.length > 0 && ', both loved:'}
          </p>
          {bothLoved.length > 0 && (
            <ul className="flex gap-2">
              {bothLoved.slice(0, MOST_FILMS).map((movie) => (
                <li key={movie.id} className="w-12">
                  <Link
                    className="block rounded-[5px]"
                    href={`/movies/${movie.id}`}
                    aria-label={titleAndYear(movie)}
                    title={titleAndYear(movie)}
                  >
                    <Poster movie={movie} size="mini" decorative />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  )
}
