// Why a film is suggested: one line, what it rests on in bold, with the small posters it came from.
import type { Reason } from '@/lib/schemas/recommendation'
import { Poster } from '../poster/poster'
import { titleAndYear } from '../shared/words'
import { Link } from '../ui/link'

const MOST_SOURCES = 4

export function ReasonLine({ reason }: { reason: Reason }) {
  const sources = reason.sources?.slice(0, MOST_SOURCES) ?? []
  const parts = reason.parts.length > 0 ? reason.parts : [{ text: reason.text }]
  return (
    <div className="card-note reason">
      <p>
        {parts.map((part, index) =>
          'strong' in part && part.strong ? <b key={index}>{part.text}</b> : <span key={index}>{part.text}</span>,
        )}
      </p>
      {sources.length > 0 && (
        <ul className="mt-1.5 flex gap-1.5" aria-label="Because of">
          {sources.map((movie) => (
            <li key={movie.id} className="w-7">
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
    </div>
  )
}
