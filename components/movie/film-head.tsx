// The top of a film's page: poster, facts, my stars and the crowd's.
import type { MovieDetail } from '@/lib/schemas/movie'
import { Poster } from '../poster/poster'
import { CrowdHistogram } from '../rating/crowd-histogram'
import { StarRating } from '../rating/star-rating'
import { countOf, meanWords } from '../shared/words'
import { Chip, Chips } from '../ui/chip'
import { Backdrop } from './backdrop'

const MOST_WORDS = 10

const runtimeWords = (minutes: number) =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`

function languageWords(language: string): string {
  if (!/^[a-z]{2,3}$/.test(language)) return language
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language
}

function factsOf(movie: MovieDetail): string[] {
  return [
    movie.year?.toString(),
    movie.directors.slice(0, 2).join(', '),
    movie.runtime === null ? undefined : runtimeWords(movie.runtime),
    movie.language === null ? undefined : languageWords(movie.language),
    movie.countries.slice(0, 3).join(', '),
  ].filter((fact): fact is string => fact !== undefined && fact !== '')
}

/** Genres are links into Browse; what else it is about follows, without saying a thing twice. */
function Words({ movie }: { movie: MovieDetail }) {
  const genres = movie.genres.filter((genre) => !genre.startsWith('('))
  const taken = new Map([...movie.keywords, ...movie.tags].map((word) => [word.toLowerCase(), word]))
  for (const genre of genres) taken.delete(genre.toLowerCase())
  const words = [...taken.values()].slice(0, MOST_WORDS)
  if (genres.length + words.length === 0) return null
  return (
    <Chips label="Genres and themes">
      {[
        ...genres.map((genre) => (
          <Chip key={genre} on href={`/browse?genre=${encodeURIComponent(genre)}`}>
            {genre}
          </Chip>
        )),
        ...words.map((word) => <Chip key={`word-${word}`}>{word}</Chip>),
      ]}
    </Chips>
  )
}

export function FilmHead({ movie, stars }: { movie: MovieDetail; stars: number | null }) {
  return (
    <div className="film">
      {movie.backdropPath !== null && <Backdrop key={movie.backdropPath} path={movie.backdropPath} />}
      <div className="film-poster">
        <Poster movie={movie} size="page" priority decorative />
      </div>
      <div className="grid gap-4">
        <div>
          <h1 className="page-title">{movie.title}</h1>
          {movie.alternativeTitles.length > 0 && (
            <p className="mt-2 text-muted italic">{movie.alternativeTitles.slice(0, 3).join(' · ')}</p>
          )}
          <p className="mt-2.5 text-muted">{factsOf(movie).join(' · ')}</p>
        </div>
        <Words movie={movie} />
        {movie.tagline !== null && <p className="film-tagline">{movie.tagline}</p>}
        <p className="max-w-[58ch] text-lg">
          {movie.overview ?? <span className="text-muted">We have no synopsis of this film.</span>}
        </p>
        {movie.cast.length > 0 && (
          <p className="max-w-[58ch] text-muted">
            With <span className="text-text">{movie.cast.slice(0, 5).join(', ')}</span>
          </p>
        )}
        {movie.collection !== null && (
          <p className="text-muted">
            Part of <span className="text-text">{movie.collection}</span>
          </p>
        )}
      </div>
      <aside className="panel" aria-label="Ratings">
        <h2 className="mb-1 text-[15px] font-semibold text-muted">Your rating</h2>
        <StarRating movieId={movie.id} title={movie.title} initialStars={stars} size="md" />
        <h2 className="mt-4 mb-3 text-[15px] font-semibold text-muted">The crowd · {meanWords(movie.stats)}</h2>
        <CrowdHistogram movieId={movie.id} title={movie.title} counts={movie.stats.histogram} initialStars={stars} />
        {movie.votes !== null && movie.votes.count > 0 && (
          <p className="mt-4 text-[15px] text-muted">
            At TMDb <b className="text-text">{movie.votes.average.toFixed(1)}</b> of 10 ·{' '}
            {countOf(movie.votes.count, 'vote', 'votes')}
          </p>
        )}
      </aside>
    </div>
  )
}
